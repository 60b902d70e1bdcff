final class Initialisers {
    static int[] table = make(3);

    static int[] make(int n) {
        int[] t = new int[2];
        t[n] = 1;
        return t;
    }

    static int main() {
        return table.length + Far.count;
    }
}

final class Far {
    static int count = Integer.parseInt("x");
}
