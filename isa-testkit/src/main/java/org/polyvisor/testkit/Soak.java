package org.polyvisor.testkit;

/**
 * How much a test does that could go on for ever: {@code -Dsoak} makes it as much as the test was made for, {@code -Dsoak=N} makes it N;
 * else it is a share that takes less than a minute.
 */
public final class Soak {
    private static final String WISH = System.getProperty("soak");

    private Soak() {}

    /** {@return whether all is wished for} */
    public static boolean all() {
        return WISH != null;
    }

    /**
     * {@return how many times}
     *
     * @param usual in the usual run
     * @param full at {@code -Dsoak}
     */
    public static int times(int usual, int full) {
        if (WISH == null) return usual;
        return WISH.isEmpty() || WISH.equals("true") ? full : Integer.parseInt(WISH);
    }
}
