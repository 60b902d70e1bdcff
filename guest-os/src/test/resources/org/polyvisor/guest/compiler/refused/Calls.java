final class Calls {
    static final int[] NUMBERS = {3, 1, 2};
    static Integer boxed = 5;

    static int main() {
        int[] copy = NUMBERS.clone();
        System.out.println(Math.abs(-3));
        java.util.Arrays.sort(copy);
        return boxed + missing();
    }

    static int missing() {
        return Absent.value + Absent.get() + Unused.SIZE;
    }
}

final class Absent {
    static int value;

    static int get() {
        return 1;
    }
}

final class Unused {
    static final int SIZE = 3;
}
