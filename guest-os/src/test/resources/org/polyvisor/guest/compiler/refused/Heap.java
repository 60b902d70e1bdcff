final class Heap {
    static final class Holder {
        Object anything = new StringBuilder();
        long wide;
    }

    static final Holder HOLDER = new Holder();

    static Holder get() {
        return HOLDER;
    }

    static int main() {
        return get() == null ? 1 : 0;
    }
}
