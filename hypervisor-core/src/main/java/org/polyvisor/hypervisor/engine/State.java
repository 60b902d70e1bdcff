package org.polyvisor.hypervisor.engine;

import java.util.List;
import java.util.function.Function;
import org.polyvisor.isa.Access;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.Route;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.Translation;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Value;

/** The registers of a processor, and storage as instructions reach it. */
abstract sealed class State implements Machine permits Status {
    final Architecture architecture;
    final long[] frame;
    final Memory memory;
    final LateFlags flags;
    /** What a processor sees of its own storage. */
    final View own;
    /** What it sees now. */
    View view;

    private long resolved;
    private final Sampling resolving = new Sampling();
    private final int[] keyedSlots;
    private final int[] keyedShifts;

    State(Architecture a, Storage s, LateFlags late, int slots) {
        architecture = a;
        flags = late;
        frame = new long[slots];
        memory = new Memory(a, this::fill);
        own = view = View.of(s);
        List<Register> keyed = a.registers().keyed();
        keyedSlots = keyed.stream().mapToInt(Register::slot).toArray();
        keyedShifts = keyed.stream().mapToInt(r -> Integer.numberOfTrailingZeros(a.registers().mode(0).with(r, -1).word())).toArray();
    }

    private Frame fill(int address, Access access) {
        if (view.resolver != null) return view.resolver.resolve(address, access);
        return switch (architecture.supervision().walk(this, address, access, Route.PROGRAM)) {
            case Translation.Refused(Interruption why) -> throw new Signal.Trapped(why);
            case Translation.Page(int page, boolean writable) -> {
                if (!reached().exists(page)) yield null;
                Frame f = reached().frame(page);
                memory.translations.fill(address >>> memory.pageShift, page, f, writable);
                yield f;
            }
        };
    }

    /** The frame behind an address that a processor below does not know. It asks in the middle of an instruction. */
    private Frame resolve(int address, Access access) {
        resolved++;
        if (!resolving.due()) return fill(address, access);
        long began = System.nanoTime();
        Frame f = fill(address, access);
        resolving.add(System.nanoTime() - began);
        return f;
    }

    /** {@return how often a processor below had to ask for a translation} */
    public long resolved() {
        return resolved;
    }

    /** {@return the view of a processor on its own storage} */
    public View view() {
        return own;
    }

    /** {@return what it costs to answer when a processor below asks for a translation that there is} */
    public Sampling resolving() {
        return resolving;
    }

    /** The storage that is seen now. */
    private Storage reached() {
        return view.environment.storage;
    }

    // ---- registers

    /** {@return the address of the next instruction} */
    public int pc() {
        return (int) frame[0];
    }

    /** {@return what the keyed registers hold} */
    public Mode mode() {
        return architecture.registers().mode(modeWord());
    }

    int modeWord() {
        int word = 0;
        for (int i = 0; i < keyedSlots.length; i++) word |= (int) frame[keyedSlots[i]] << keyedShifts[i];
        return word;
    }

    @Override
    public long get(Register r) {
        int g = flags.groupOf(r);
        if (g >= 0) flags.force(frame, g);
        return frame[r.slot()];
    }

    @Override
    public void set(Register r, long v) {
        int g = flags.groupOf(r);
        if (g >= 0) flags.force(frame, g);
        frame[r.slot()] = Value.fit(v, r.bits());
    }

    // ---- storage

    @Override
    public long load(int address, int bytes) {
        return zeroExtended(memory.slowLoad(address & memory.addressMask, bytes), bytes);
    }

    @Override
    public void store(int address, int bytes, long value) {
        memory.slowStore(address & memory.addressMask, bytes, value);
    }

    @Override
    public void move(int to, int from, int bytes) {
        memory.move(to, from, bytes);
    }

    @Override
    public void probe(int address, int bytes, Access access) {
        memory.probe(address, bytes, access);
    }

    @Override
    public int wrap(int address) {
        return address & memory.addressMask;
    }

    private static long zeroExtended(long v, int bytes) {
        return bytes == 4 ? v & 0xffff_ffffL : v;
    }

    /** A number as values are extended. */
    long load(Route route, int address, int bytes) {
        return switch (route) {
            case PROGRAM -> memory.slowLoad(address & memory.addressMask, bytes);
            case SUPERVISOR -> Value.fit(loadSystem(address, bytes), bytes * 8);
            case ABSOLUTE -> Value.fit(reached().load(address & memory.addressMask, bytes), bytes * 8);
        };
    }

    void store(Route route, int address, int bytes, long v) {
        switch (route) {
            case PROGRAM -> memory.slowStore(address & memory.addressMask, bytes, v);
            case SUPERVISOR -> storeSystem(address, bytes, v);
            case ABSOLUTE -> reached().store(address & memory.addressMask, bytes, v);
        }
    }

    /** A fault names the lowest address that cannot be reached, whatever the order of bytes. */
    @Override
    public long loadSystem(int address, int bytes) {
        int first = system(address, Access.READ);
        if (inOnePage(first, bytes)) return reached().load(first, bytes);
        long v = 0;
        for (int i = 0; i < bytes; i++)
            v = v << 8 | reached().byteAt(system(memory.bigEndian ? address + i : address + bytes - 1 - i, Access.READ));
        return v;
    }

    @Override
    public void storeSystem(int address, int bytes, long value) {
        int first = system(address, Access.WRITE);
        if (inOnePage(first, bytes)) {
            reached().store(first, bytes, value);
            return;
        }
        system(address + bytes - 1, Access.WRITE);
        for (int i = 0; i < bytes; i++)
            reached().store(system(memory.bigEndian ? address + bytes - 1 - i : address + i, Access.WRITE), 1, value >> 8 * i);
    }

    private boolean inOnePage(int address, int bytes) {
        return (address & memory.offsetMask) + bytes <= memory.offsetMask + 1;
    }

    /** The absolute address behind an address for the supervisor. */
    private int system(int address, Access access) {
        int a = address & memory.addressMask;
        if (view.resolver != null) return view.resolver.system(a, access);
        return switch (architecture.supervision().walk(this, a, access, Route.SUPERVISOR)) {
            case Translation.Page(int page, boolean _) -> page << memory.pageShift | a & memory.offsetMask;
            case Translation.Refused(Interruption why) -> throw new Signal.Trapped(why);
        };
    }

    @Override
    public long loadAbsolute(int address, int bytes) {
        return reached().load(address, bytes);
    }

    @Override
    public void storeAbsolute(int address, int bytes, long value) {
        reached().store(address, bytes, value);
    }

    @Override
    public boolean exists(int page) {
        return reached().exists(page);
    }

    @Override
    public int attribute(int page) {
        return reached().attribute(page);
    }

    @Override
    public void attribute(int page, int value) {
        reached().attribute(page, value);
    }

    @Override
    public void record(int page, int value) {
        reached().record(page, value);
    }

    @Override
    public Translation translate(int address, Access access) {
        if (view.resolver != null) return view.resolver.translate(address, access);
        return architecture.supervision().walk(this, address & memory.addressMask, access, Route.PROGRAM);
    }

    @Override
    public void purge() {
        view.environment.purge();
    }

    @Override
    public void purge(int address) {
        memory.translations.purge((address & memory.addressMask) >>> memory.pageShift);
    }

    /**
     * Says what the platform offers to instructions.
     *
     * @param services yields a service of a type, or null
     */
    public void platform(Function<Class<?>, Object> services) {
        own.environment.platform = services;
    }

    @Override
    public <T> T platform(Class<T> type) {
        Object service = view.environment.platform.apply(type);
        if (service == null) throw new IllegalStateException("this platform has no " + type.getSimpleName());
        return type.cast(service);
    }

    @Override
    public RuntimeException trap(Interruption why) {
        return new Signal.Trapped(why);
    }
}
