final class Inheritance {
    static class Base {
        int a;

        static int help() {
            return 1;
        }
    }

    static final class Derived extends Base {
        int b;
    }

    static final Derived DERIVED = new Derived();

    static int main() {
        return DERIVED.a + DERIVED.b
                + Derived.help();
    }
}
