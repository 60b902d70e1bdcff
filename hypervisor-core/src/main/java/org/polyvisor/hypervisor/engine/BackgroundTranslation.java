package org.polyvisor.hypervisor.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * The thread that turns planned regions into code of the host, for all processors, so that their programs go on meanwhile. What it
 * takes is complete: it looks at nothing that a program changes. When it is done decides how fast a program runs, nothing else.
 */
final class BackgroundTranslation {
    private static final Executor THREAD = Executors.newSingleThreadExecutor(task -> {
        Thread t = new Thread(task, "translation");
        t.setDaemon(true);
        return t;
    });

    private BackgroundTranslation() {}

    static void later(Runnable task) {
        THREAD.execute(task);
    }
}
