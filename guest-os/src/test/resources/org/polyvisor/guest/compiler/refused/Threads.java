final class Threads {
    static final int[] LOCK = {1};
    static int count;

    static int main() {
        synchronized (LOCK) {
            count++;
        }
        more();
        return count;
    }

    static synchronized void more() {
        count++;
    }
}
