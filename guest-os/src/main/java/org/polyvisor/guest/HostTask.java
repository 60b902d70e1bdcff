package org.polyvisor.guest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.polyvisor.guest.compiler.ClassSource;
import org.polyvisor.guest.program.SystemCall;
import org.polyvisor.isa.guest.Guest;
import org.polyvisor.isa.guest.GuestHost;
import org.polyvisor.isa.guest.Width;

/** A program on the host JVM, with classes of its own, and the system as it sees it. */
final class HostTask implements GuestHost, Runnable {
    private static final int MAILBOX = 8;
    private static final int MEMORY = 1 << 16;
    private static final int NOWHERE = -1;

    enum State {
        READY,
        SLEEPING,
        RECEIVING,
        ENDED
    }

    /** The program is at its end. */
    private static final class End extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String how;

        private End(String how) {
            super(how);
            this.how = how;
        }
    }

    private final HostRun run;
    private final int number;
    private final GuestProgram program;
    private final HostLoader loader;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private final Deque<Integer> mailbox = new ArrayDeque<>();
    private State state = State.READY;
    private int wake;
    private int taken;

    HostTask(HostRun run, int number, GuestProgram program, ClassSource classes) {
        this.run = run;
        this.number = number;
        this.program = program;
        loader = new HostLoader(classes);
    }

    String name() {
        return program.name();
    }

    int number() {
        return number;
    }

    State state() {
        return state;
    }

    int wake() {
        return wake;
    }

    void ready() {
        state = State.READY;
    }

    List<String> lines() {
        return lines;
    }

    // ---- the program from its beginning to its end

    @Override
    public void run() {
        run.await(this);
        try {
            Guest.onHost(this, this::call);
        } catch (IllegalArgumentException e) {
            run.fail(e);
        } finally {
            state = State.ENDED;
            run.pass(number);
        }
    }

    private void call() {
        String end;
        try {
            Method main = loader.loadClass(program.className()).getDeclaredMethod("main");
            main.setAccessible(true);
            end = ended((Integer) main.invoke(null));
        } catch (InvocationTargetException e) {
            end = message(Objects.requireNonNull(e.getCause()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("the program " + name() + " has no method main on the host JVM: " + e.getMessage(), e);
        }
        if (!line.isEmpty()) show();
        lines.add("* " + name() + end);
        if (end.contains(" at ")) lines.add(Transcript.DETAIL);
    }

    private static String ended(int code) {
        return " ended, code " + code;
    }

    private String message(Throwable why) {
        return switch (why) {
            case End e -> e.how;
            case ArrayIndexOutOfBoundsException e -> abend("index", e);
            case ArithmeticException e -> abend("divide", e);
            case NullPointerException e -> abend("null reference", e);
            default -> throw new IllegalArgumentException("the program " + name() + " failed on the host JVM", why);
        };
    }

    /** The place is the innermost one in the program itself. */
    private String abend(String why, RuntimeException at) {
        for (StackTraceElement e : at.getStackTrace()) {
            if (!loader.defined(e.getClassName())) continue;
            String simple = e.getClassName().substring(e.getClassName().lastIndexOf('.') + 1);
            return " abend: " + why + " at " + simple + "." + e.getMethodName() + " line " + e.getLineNumber();
        }
        throw at;
    }

    // ---- the system

    @Override
    public int sys(int call, int a, int b, int c) {
        return switch (call) {
            case SystemCall.MEMORY -> memory(a);
            case SystemCall.SLEEP -> sleep(a);
            case SystemCall.EXIT -> throw new End(ended(a));
            case SystemCall.SEND -> send(a, b);
            case SystemCall.RECEIVE -> receive();
            case SystemCall.TIME -> run.ticks();
            case SystemCall.YIELD -> pass(State.READY);
            case SystemCall.TASK -> number;
            default -> SystemCall.REFUSED;
        };
    }

    @Override
    public int sys(int call, byte[] buffer, int offset, int length) {
        if (offset < 0 || length < 0 || length > buffer.length || offset > buffer.length - length) return SystemCall.REFUSED;
        return switch (call) {
            case SystemCall.WRITE -> write(buffer, offset, length);
            case SystemCall.READ -> read(buffer, offset, length);
            default -> SystemCall.REFUSED;
        };
    }

    private int write(byte[] buffer, int offset, int length) {
        for (char c : new String(buffer, offset, length, StandardCharsets.ISO_8859_1).toCharArray()) {
            if (c == '\n') show();
            else line.append(c >= ' ' && c <= '~' ? c : '.');
        }
        return length;
    }

    private void show() {
        lines.add(name() + ": " + line);
        line.setLength(0);
    }

    private int read(byte[] buffer, int offset, int length) {
        String typed = run.typed().poll();
        if (typed == null) throw new IllegalArgumentException("the program " + name() + " reads more lines than are typed");
        byte[] bytes = typed.getBytes(StandardCharsets.ISO_8859_1);
        int most = Math.min(length, bytes.length);
        System.arraycopy(bytes, 0, buffer, offset, most);
        return most;
    }

    private int memory(int size) {
        if (size <= 0 || size > MEMORY - taken) return SystemCall.REFUSED;
        taken += size;
        return taken;
    }

    private int sleep(int ticks) {
        wake = run.ticks() + ticks;
        return pass(ticks > 0 ? State.SLEEPING : State.READY);
    }

    private int send(int to, int word) {
        if (to < 0 || to >= run.tasks().size()) return SystemCall.REFUSED;
        HostTask receiver = run.tasks().get(to);
        if (receiver.state == State.ENDED) return SystemCall.REFUSED;
        if (receiver.mailbox.size() == MAILBOX) return SystemCall.FULL;
        receiver.mailbox.add(word);
        if (receiver.state == State.RECEIVING) receiver.ready();
        return 0;
    }

    private int receive() {
        if (mailbox.isEmpty()) pass(State.RECEIVING);
        Integer word = mailbox.poll();
        if (word == null) throw new End(" abend: deadlock");
        return word;
    }

    private int pass(State as) {
        state = as;
        run.pass(number);
        run.await(this);
        return 0;
    }

    // ---- what no program may do

    @Override
    public void attempt() {
        throw refused("privileged operation");
    }

    @Override
    public int load(Width width, int address) {
        throw refused("protection");
    }

    @Override
    public void store(Width width, int address, int value) {
        throw refused("protection");
    }

    @Override
    public int address(@Nullable Object reference) {
        return NOWHERE;
    }

    private End refused(String why) {
        return new End(abend(why, new IllegalStateException(why)));
    }
}
