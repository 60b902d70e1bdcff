package org.polyvisor.hypervisor.engine;

/**
 * The engine's tier: whether code is only interpreted, or when it is translated into code of the host. It decides how fast a program runs, never what it does: not even
 * after how many instructions anything happens.
 *
 * @param every after how many interpreted instructions to look where the program is; 0: never, all is interpreted
 * @param often how often the program must be found in a place for the code there to be translated; at least 1
 * @param background whether translation goes on beside the program, on another thread of the host; otherwise the program waits for it
 */
public record Tier(int every, int often, boolean background) {
    /** Everything is interpreted. */
    public static final Tier INTERPRETER = new Tier(0, 1);

    /** What runs often enough to be worth it. */
    public static final Tier TRANSLATOR = new Tier(4096, 4, true);

    /** Whatever is found running: for tests. */
    public static final Tier EAGER = new Tier(1, 1);

    /**
     * A tier whose programs wait for translation.
     *
     * @param every as above
     * @param often as above
     */
    public Tier(int every, int often) {
        this(every, often, false);
    }

    /** Checks its components. */
    public Tier {
        if (every < 0 || often < 1)
            throw new IllegalArgumentException("every " + every + ", often " + often + ": give at least 0, and at least 1");
    }
}
