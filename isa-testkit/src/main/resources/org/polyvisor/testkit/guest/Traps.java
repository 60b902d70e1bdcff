package org.polyvisor.guest.kernel;

/** Each of its methods goes wrong in one way, in the line that says so. */
final class Traps {
    static final class Cell {
        int value;
        Cell next;

        int get() {
            return 5;
        }
    }

    static final Cell CELL = new Cell();
    static final int[] WORDS = new int[10];
    static byte[] bytes = new byte[5];
    static char[] none;
    static int zero;
    static int sum;

    static int constantArray(int n) {
        int s = 0;
        for (int i = 0; i <= n; i++) {
            s += i;
            s += WORDS[i]; // INDEX
        }
        return s;
    }

    static int negativeIndex(int n) {
        sum = n;
        bytes[-n] = 1; // INDEX
        return n;
    }

    static int constantIndex(int n) {
        int a = n + 1;
        bytes[5] = (byte) a; // INDEX
        return a;
    }

    static int negativeConstant(int n) {
        sum += n;
        sum += bytes[-1]; // INDEX
        return n;
    }

    static int knownOutside(int n) {
        sum += n;
        sum += WORDS[10]; // INDEX
        return n;
    }

    static int division(int n) {
        int q = n + 3;
        q = n / zero; // DIVIDE
        return q;
    }

    static int remainder(int n) {
        int q = n + 3;
        sum = q % zero; // DIVIDE
        return q;
    }

    static int constantDivision(int n) {
        int q = n + 3;
        sum = q / 0; // DIVIDE
        return q;
    }

    static int nullField(int n) {
        sum += n;
        sum += CELL.next.value; // NULL
        return n;
    }

    static int nullStore(int n) {
        sum += n;
        CELL.next.next = CELL; // NULL
        return n;
    }

    static int nullArray(int n) {
        sum += n;
        sum += none[n]; // NULL
        return n;
    }

    static int nullLength(int n) {
        sum += n;
        sum += none.length; // NULL
        return n;
    }

    static int nullObject(int n) {
        sum += n;
        sum += CELL.next.get(); // NULL
        return n;
    }
}
