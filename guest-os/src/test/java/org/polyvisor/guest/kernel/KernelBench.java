package org.polyvisor.guest.kernel;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.guest.compiler.ClassSource;
import org.polyvisor.guest.program.SystemCall;
import org.polyvisor.isa.guest.Guest;
import org.polyvisor.isa.guest.GuestHost;
import org.polyvisor.isa.guest.TrapCause;

/** The kernel on the host JVM: classes of its own for each test, entered as a machine enters it. */
final class KernelBench extends ClassLoader implements GuestHost {
    /** Every program has an array there, of its own, as long as the kernel believes it to be. */
    static final int BUFFER = Arch.BASE + 0x100;

    private final ClassSource kernel = ClassSource.of(KernelBench.class);
    private final Map<Integer, byte[]> arrays = new HashMap<>();
    private int[] context = {};

    /** A kernel with so many programs, which are called a, b, c, and have a listing of three instructions. */
    KernelBench(int programs) {
        super(KernelBench.class.getClassLoader());
        byte[][] names = new byte[programs][], images = new byte[programs][], lengths = new byte[programs][], words = new byte[programs][];
        int[][] addresses = new int[programs][], texts = new int[programs][], places = new int[programs][];
        for (int i = 0; i < programs; i++) {
            names[i] = new byte[] {(byte) ('a' + i)};
            images[i] = new byte[] {0x12, (byte) 0xab, 0x34, 0x56, 0x78, 0x56};
            addresses[i] = new int[] {Arch.BASE, Arch.BASE + 1, Arch.BASE + 3};
            lengths[i] = new byte[] {1, 2, 1};
            texts[i] = new int[] {0, 4, 0};
            places[i] = new int[] {8, 8, 17};
            words[i] = "\3one\3two\10A.main 1\0".getBytes(StandardCharsets.ISO_8859_1);
            arrays.put(i, new byte[16]);
        }
        set("Boot", "names", names);
        set("Boot", "images", images);
        set("Boot", "addresses", addresses);
        set("Boot", "lengths", lengths);
        set("Boot", "texts", texts);
        set("Boot", "places", places);
        set("Boot", "words", words);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) return loaded;
            Optional<byte[]> bytes = kernel.bytes(name.replace('.', '/'));
            if (bytes.isEmpty()) return super.loadClass(name, resolve);
            return defineClass(name, bytes.get(), 0, bytes.get().length);
        }
    }

    private Field field(String type, String name) {
        try {
            Field f = loadClass(getClass().getPackageName() + "." + type).getDeclaredField(name);
            f.setAccessible(true);
            return f;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    void set(String type, String name, Object value) {
        try {
            field(type, name).set(null, value);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    Object get(String type, String name) {
        try {
            return field(type, name).get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private void enter(String method, int... arguments) {
        Guest.onHost(this, () -> {
            try {
                Class<?>[] types = new Class<?>[arguments.length];
                Arrays.fill(types, int.class);
                Method m = loadClass(getClass().getPackageName() + ".Kernel").getDeclaredMethod(method, types);
                m.setAccessible(true);
                context = (int[]) m.invoke(null, Arrays.stream(arguments).boxed().toArray());
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        });
    }

    // ---- what a machine does

    KernelBench boot() {
        enter("boot");
        return this;
    }

    KernelBench trap(int cause) {
        enter("trap", cause, 0);
        return this;
    }

    KernelBench ticks(int n) {
        for (int i = 0; i < n; i++) trap(TrapCause.TIMER);
        return this;
    }

    KernelBench call(int number, int a, int b, int c) {
        int[] words = {number, a, b, c};
        System.arraycopy(words, 0, context, 0, words.length);
        return trap(TrapCause.SYSTEM_CALL);
    }

    /** A call without arguments. */
    KernelBench call(int number) {
        return call(number, 0, 0, 0);
    }

    KernelBench write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        arrays.put(running() - 'a', bytes);
        return call(SystemCall.WRITE, BUFFER, 0, bytes.length);
    }

    @SuppressWarnings("unchecked")
    KernelBench type(String line) {
        ((Deque<String>) get("Arch", "TYPED")).add(line);
        return trap(TrapCause.CONSOLE);
    }

    // ---- what can be seen of it

    /** Which program runs: its name, or '-' for none. */
    char running() {
        return context[Arch.IDLE] == 1 ? '-' : (char) ('a' + context[Arch.TASK]);
    }

    /** The result of the system call that the program that runs made last. */
    int result() {
        return context[Arch.RESULT];
    }

    void pc(int address) {
        context[Arch.PC] = address;
    }

    int halted() {
        return (int) get("Arch", "halted");
    }

    byte[] array(int task) {
        return arrays.get(task);
    }

    /** The lines since the last call of this, without the first. */
    List<String> lines() {
        StringBuilder console = (StringBuilder) get("Arch", "CONSOLE");
        List<String> lines = new ArrayList<>(console.toString().lines().filter(l -> !l.startsWith("* Polyvisor")).toList());
        console.setLength(0);
        return lines;
    }

    // ---- what programs have in storage

    @Override
    public int sys(int number, int a, int b, int c) {
        throw new AssertionError("the kernel calls no system");
    }

    @Override
    public int sys(int number, byte[] buffer, int offset, int length) {
        throw new AssertionError("the kernel calls no system");
    }

    @Override
    public byte[] bytesAt(int address) {
        if (address != BUFFER) throw new AssertionError("the kernel uses an array at " + Integer.toHexString(address));
        return arrays.get((int) get("Arch", "active"));
    }
}
