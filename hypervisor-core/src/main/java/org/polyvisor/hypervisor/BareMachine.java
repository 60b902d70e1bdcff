package org.polyvisor.hypervisor;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.Console;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.platform.PlatformHost;

/**
 * A machine without a hypervisor: processor, storage and devices. Interruptions are delivered as the architecture says. Virtual
 * time is the number of instructions completed; a wait jumps to the next event. Confined to one thread.
 */
public final class BareMachine implements PlatformHost, AutoCloseable {

    /**
     * What a machine is made of.
     *
     * @param storage bytes, a multiple of the page size
     * @param rate instructions a second of virtual time
     * @param consoles the host's side of each console
     * @param files the host's file that an option names
     */
    public record Settings(long storage, long rate, Function<String, Console> consoles, UnaryOperator<String> files) {

        /** The default rate: 100 million instructions a second. */
        public static final long RATE = 100_000_000;

        /**
         * A machine whose files are named relative to the working directory.
         *
         * @param storage bytes, a multiple of the page size
         * @param rate instructions a second of virtual time
         * @param consoles the host's side of each console
         */
        public Settings(long storage, long rate, Function<String, Console> consoles) {
            this(storage, rate, consoles, UnaryOperator.identity());
        }

        /**
         * A machine whose consoles are not connected.
         *
         * @param storage bytes
         * @return settings with the default rate
         */
        public static Settings of(long storage) {
            return new Settings(storage, RATE, _ -> Silence.CONSOLE);
        }
    }

    private enum Silence implements Console {
        CONSOLE;

        @Override
        public void write(String text) {}

        @Override
        public void connect(Input input) {}
    }

    private static final int SLICE = 1_000_000;
    private static final int MOST_DELIVERIES = 1_000;

    private final InstructionSet set;
    private final Architecture architecture;
    private final Settings settings;
    private final Storage storage;
    private final Host host;
    private final Processor processor;
    private final EventQueue events = new EventQueue();
    private final Map<String, Long> exits = new LinkedHashMap<>();
    private Consumer<Delivery> observer = _ -> {};
    private long requested;
    private Platform platform;
    private int deliveries;

    /**
     * Makes a machine without devices, in the default initial state.
     *
     * @param set its instruction set
     * @param architecture its processor model
     * @param settings what it is made of
     */
    public BareMachine(InstructionSet set, Architecture architecture, Settings settings) {
        this(set, architecture, settings, s -> new Processor(architecture, s));
    }

    /**
     * Makes a machine without devices, in the default initial state.
     *
     * @param set its instruction set
     * @param architecture its processor model
     * @param settings what it is made of
     * @param maker makes its processor, real or virtual, on its storage
     */
    public BareMachine(InstructionSet set, Architecture architecture, Settings settings, Function<Storage, Host> maker) {
        this.set = set;
        this.architecture = architecture;
        this.settings = settings;
        storage = new Storage(architecture, settings.storage);
        host = maker.apply(storage);
        processor = host.state();
        processor.platform(type -> platform.service(type));
        platform = set.platform().bare(this);
        set.reset(processor, architecture, set.states().getFirst(), settings.storage);
    }

    /**
     * Attaches devices.
     *
     * @param options as {@link org.polyvisor.isa.platform.PlatformType#create} takes them
     * @throws UsageException if a value is unusable
     */
    public void attach(Map<String, java.util.List<String>> options) throws UsageException {
        platform = set.platform().create(this, options);
    }

    /** {@return its instruction set} */
    public InstructionSet set() {
        return set;
    }

    /** {@return its devices} */
    public Platform platform() {
        return platform;
    }

    /** {@return what its instructions run on: its processor, or a virtual one} */
    public Host host() {
        return host;
    }

    /** {@return its processor; of a virtual one, what holds the state} */
    public Processor processor() {
        return processor;
    }

    /**
     * Clears registers, storage, virtual time and events, for another run without devices.
     *
     * @param state one of {@link InstructionSet#states}
     */
    public void reset(String state) {
        storage.clear();
        processor.purge();
        processor.restart();
        events.clear();
        exits.clear();
        requested = 0;
        deliveries = 0;
        platform = set.platform().bare(this);
        set.reset(processor, architecture, state, settings.storage);
    }

    /**
     * Puts bytes in storage.
     *
     * @param address absolute address of the first
     * @param bytes what
     */
    public void load(int address, byte[] bytes) {
        storage.put(address, bytes);
    }

    /**
     * Reads bytes from storage.
     *
     * @param address absolute address of the first
     * @param length how many
     * @return the bytes; beyond the end ones
     */
    public byte[] read(int address, int length) {
        return storage.get(address, length);
    }

    /** {@return instructions completed so far} */
    public long instructions() {
        return processor.retired();
    }

    /**
     * An interruption that was delivered.
     *
     * @param time virtual time
     * @param pc where the program would have gone on
     * @param what the interruption
     */
    public record Delivery(long time, int pc, Interruption what) {}

    /**
     * Shows every interruption that is delivered.
     *
     * @param o is shown it before
     */
    public void observe(Consumer<Delivery> o) {
        observer = o;
    }

    /** {@return how many interruptions were delivered, by class} */
    public Map<String, Long> exits() {
        return exits;
    }

    /** {@return bytes of instructions that were executed, on its processor or that one's hosts} */
    public int codeBytes() {
        BitSet addresses = new BitSet();
        Host h = host;
        h.state().codeInto(addresses);
        while (h instanceof VirtualProcessor v) {
            h = v.host();
            h.state().codeInto(addresses);
        }
        return addresses.cardinality();
    }

    // ---- running

    /**
     * Runs.
     *
     * @param limits how far
     * @return why it ended
     */
    public Outcome run(Limits limits) {
        long end = later(processor.retired(), limits.maxInstructions()), endTime = later(processor.now(), limits.maxTime());
        host.stops(limits.stopAt().stream().mapToInt(Integer::intValue).toArray());
        while (true) {
            if (limits.stopAt().contains(processor.pc())) return new Outcome.Stop();
            if (processor.retired() >= end || processor.now() >= endTime) return new Outcome.Budget();
            events.advance(processor.now());
            if (limits.interrupted().getAsBoolean()) return new Outcome.Interrupted();
            if ((requested & processor.open()) != 0) {
                Outcome o = accept(limits);
                if (o != null) return o;
                continue;
            }
            if (processor.waiting()) {
                Outcome o = waits(endTime);
                if (o != null) return o;
                continue;
            }
            processor.requested(requested);
            long before = processor.retired();
            long most = Math.min(Math.min(end - before, SLICE), Math.min(events.next(), endTime) - processor.now());
            Exit e = host.run(most);
            if (processor.retired() - before > (revocable(e) ? 1 : 0)) deliveries = 0;
            Outcome o = after(e, limits);
            if (o != null) return o;
        }
    }

    private Outcome after(Exit e, Limits limits) {
        return switch (e) {
            case Exit.Budget _, Exit.Attention _, Exit.Waiting _ -> null;
            case Exit.Trap t -> interrupt(t.why(), t.pc(), t.pc(), set.savedAddress(t), limits);
            case Exit.Completed c -> interrupt(c.why(), c.pc(), revocable(c) ? c.at() : c.pc(), c.pc(), limits);
        };
    }

    /** Whether an instruction completed that is as if it had not where the interruption that it asks for cannot be delivered. */
    private boolean revocable(Exit e) {
        return e instanceof Exit.Completed c && architecture.supervision().revocable(c.why());
    }

    /** The line with a request that has priority interrupts. */
    private Outcome accept(Limits limits) {
        int line = Long.numberOfTrailingZeros(requested & processor.open());
        withdraw(line);
        Interruption i = platform.accept(line);
        return i == null ? null : interrupt(i, processor.pc(), processor.pc(), processor.pc(), limits);
    }

    private static long later(long time, long by) {
        return by > Long.MAX_VALUE - time ? Long.MAX_VALUE : time + by;
    }

    private Outcome waits(long endTime) {
        if (!events.mayEnd(processor.open())) return new Outcome.Waiting(platform.ending().orElse(null));
        if (platform.ending().isPresent() && (processor.open() & platform.lines()) == 0)
            return new Outcome.Waiting(platform.ending().get());
        processor.idle(Math.min(events.next(), endTime) - processor.now());
        return null;
    }

    /** Delivers an interruption, and those that its delivery causes. {@code again} is where the program goes on after those. */
    private Outcome interrupt(Interruption why, int resume, int again, int saved, Limits limits) {
        if (limits.intercept().contains(why.type().name())) return new Outcome.Intercepted(why, saved);
        exits.merge(why.type().name(), 1L, Long::sum);
        observer.accept(new Delivery(processor.now(), resume, why));
        if (++deliveries > MOST_DELIVERIES) return new Outcome.Stopped("1,000 interruptions without a completed instruction");
        Interruption first = why;
        int from = resume;
        for (int depth = 0; depth < 4; depth++) {
            Interruption second = processor.deliver(first, from);
            if (second == null) {
                if (depth == 0 && again != resume) deliveries = 0;
                return null;
            }
            if (depth == 0 && again != resume) {
                processor.clock(processor.retired() - 1, processor.waited());
                processor.set(architecture.registers().pc(), again);
            }
            first = architecture.supervision().escalate(first, second);
            from = again;
            if (first == null) return new Outcome.Shutdown();
            if (limits.intercept().contains(first.type().name())) return new Outcome.Intercepted(first, from);
        }
        return new Outcome.Stopped("interruptions of interruptions without end");
    }

    // ---- the machine as its devices see it

    @Override
    public Machine machine() {
        return processor;
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public long storage() {
        return settings.storage;
    }

    @Override
    public long rate() {
        return settings.rate;
    }

    @Override
    public long now() {
        return processor.now();
    }

    @Override
    public Runnable schedule(long at, Runnable event) {
        processor.attention();
        return events.schedule(at, EventQueue.ANY, event);
    }

    @Override
    public Runnable tick(long at, int line, Runnable event) {
        processor.attention();
        return events.schedule(at, 1L << line, event);
    }

    @Override
    public void request(int line) {
        requested |= 1L << line;
        processor.requested(requested);
    }

    @Override
    public void withdraw(int line) {
        requested &= ~(1L << line);
        processor.requested(requested);
    }

    @Override
    public String file(String name) {
        return settings.files.apply(name);
    }

    @Override
    public Console console(String name) {
        return settings.consoles.apply(name);
    }

    @Override
    public void close() {
        platform.close();
    }
}
