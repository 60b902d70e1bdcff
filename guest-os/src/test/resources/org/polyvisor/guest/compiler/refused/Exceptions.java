final class Exceptions {
    static int count;

    static int main() {
        if (count > 3) throw new IllegalStateException("too many");
        try {
            count++;
        } finally {
            count--;
        }
        assert count == 0 && check();
        try {
            count += 5;
        } catch (ArithmeticException e) {
            return 1;
        }
        return 0;
    }

    static boolean check() {
        return true;
    }
}
