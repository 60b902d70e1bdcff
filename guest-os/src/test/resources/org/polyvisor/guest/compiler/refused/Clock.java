final class Clock {
    static final int SEED = (int) System.nanoTime();

    static int main() {
        return SEED;
    }
}
