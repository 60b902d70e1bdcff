package org.polyvisor.cli.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C, or another signal that ends the program: the run is told, and gets a moment to say how it ended. */
final class Interruption implements AutoCloseable {
    private static final long MOMENT_SECONDS = 2;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;

    /**
     * Watches for it, until closed.
     *
     * @param stop ends the run; called on another thread
     */
    Interruption(Runnable stop) {
        hook = new Thread(() -> {
            stop.run();
            await();
        }, "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void await() {
        try {
            over.await(MOMENT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the program is being ended
        }
    }
}
