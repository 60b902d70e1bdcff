package org.polyvisor.guest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.polyvisor.guest.compiler.ClassSource;
import org.polyvisor.guest.program.ProgramSource;

/**
 * Programs on the host JVM: what they print there is what they must print on any machine. One runs at a time, until it waits or ends, so
 * that every run is the same; the clock advances when all sleep.
 */
public final class HostRun {
    private final ClassSource classes;
    private final List<HostTask> tasks = new ArrayList<>();
    private final Deque<String> typed = new ArrayDeque<>();
    private int turn;
    private int ticks;
    private @Nullable IllegalArgumentException failure;

    private HostRun(ClassSource classes) {
        this.classes = classes;
    }

    /**
     * Runs the programs of a guest.
     *
     * @param definition the guest; its programs are all {@linkplain GuestProgram#hosted hosted}
     * @return by program, in order: the lines that it prints, and those in which the kernel says how it ended
     */
    public static Map<String, List<String>> of(GuestDefinition definition) {
        return of(definition, ClassSource.of(ProgramSource.class));
    }

    /**
     * Runs the programs of a guest.
     *
     * @param definition the guest; its programs are all {@linkplain GuestProgram#hosted hosted}
     * @param classes of its programs
     * @return by program, in order: the lines that it prints, and those in which the kernel says how it ended
     * @throws IllegalArgumentException if a program does something that has no form on the host JVM
     */
    public static Map<String, List<String>> of(GuestDefinition definition, ClassSource classes) {
        return new HostRun(classes).run(definition);
    }

    private Map<String, List<String>> run(GuestDefinition definition) {
        if (!definition.typed().isEmpty()) typed.addAll(List.of(definition.typed().split("\n", -1)));
        for (GuestProgram p : definition.programs()) {
            if (!p.hosted()) throw new IllegalArgumentException("the program " + p.name() + " does not run on the host JVM");
            tasks.add(new HostTask(this, tasks.size(), p, classes));
        }
        List<Thread> threads = tasks.stream().map(t -> Thread.ofVirtual().start(t)).toList();
        for (Thread t : threads) join(t);
        if (failure != null) throw failure;
        Map<String, List<String>> printed = new LinkedHashMap<>();
        for (HostTask t : tasks) printed.put(t.name(), t.lines());
        return printed;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while programs ran", e);
        }
    }

    // ---- what tasks ask of one another; each holds this object's monitor for no longer than its turn takes to change

    /** Waits until it is a task's turn. */
    synchronized void await(HostTask task) {
        try {
            while (turn != task.number()) wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while programs ran", e);
        }
    }

    /** Lets the next one run that can. If none can for ever, those that wait find no message when it is their turn. */
    synchronized void pass(int from) {
        int n = tasks.size();
        for (int most = 0; most < 2; most++) {
            for (int i = 1; i <= n; i++) {
                HostTask t = tasks.get((from + i) % n);
                if (t.state() == HostTask.State.READY) {
                    give(t);
                    return;
                }
            }
            wake();
        }
        for (HostTask t : tasks) {
            if (t.state() == HostTask.State.RECEIVING) {
                give(t);
                return;
            }
        }
    }

    private void give(HostTask task) {
        turn = task.number();
        notifyAll();
    }

    private void wake() {
        ticks = tasks.stream().filter(t -> t.state() == HostTask.State.SLEEPING).mapToInt(HostTask::wake).min().orElse(ticks);
        for (HostTask t : tasks) if (t.state() == HostTask.State.SLEEPING && t.wake() <= ticks) t.ready();
    }

    void fail(IllegalArgumentException why) {
        failure = why;
    }

    List<HostTask> tasks() {
        return tasks;
    }

    Deque<String> typed() {
        return typed;
    }

    int ticks() {
        return ticks;
    }
}
