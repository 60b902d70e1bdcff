final class Initialisers {
    static int[] table = make(3);

    static int[] make(int n) {
        int[] t = new int[2];
        t[n] = 1;
        return t;
    }

    static int main() {
        return table.length + Far.count + Endless.count;
    }
}

final class Far {
    static int count = Integer.parseInt("x");
}

final class Endless {
    static int count = down(0);

    static int down(int n) {
        return down(n + 1) + 1;
    }
}
