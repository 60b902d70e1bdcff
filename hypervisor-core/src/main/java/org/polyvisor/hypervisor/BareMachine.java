package org.polyvisor.hypervisor;

import java.util.BitSet;
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
import org.polyvisor.isa.platform.Console;
import org.polyvisor.isa.platform.Platform;

/**
 * A machine without a hypervisor: processor, storage and devices. Interruptions are delivered as the architecture says. Virtual
 * time is the number of instructions completed; a wait jumps to the next event. Confined to one thread.
 */
public final class BareMachine extends DeviceSide implements AutoCloseable {

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
            return new Settings(storage, RATE, _ -> DisconnectedConsole.DISCONNECTED);
        }
    }

    private static final int SLICE = 1_000_000;

    private final InstructionSet set;
    private final Storage storage;
    private final Host host;
    private Platform platform;

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
        Storage storage = new Storage(architecture, settings.storage);
        Host host = maker.apply(storage);
        super(set, architecture, settings, host.state());
        this.set = set;
        this.storage = storage;
        this.host = host;
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
        interruptions.clear();
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
        interruptions.observe(o);
    }

    /** {@return how many interruptions were delivered, by class} */
    public Map<String, Long> exits() {
        return interruptions.delivered();
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
            if (interruptions.pending()) {
                Outcome o = interruptions.accept(platform, limits);
                if (o != null) return o;
                continue;
            }
            if (processor.waiting()) {
                Outcome o = waits(endTime);
                if (o != null) return o;
                continue;
            }
            interruptions.tell();
            long before = processor.retired();
            long most = Math.min(Math.min(end - before, SLICE), Math.min(events.next(), endTime) - processor.now());
            Exit e = host.run(most);
            Outcome o = interruptions.after(e, processor.retired() - before, limits);
            if (o != null) return o;
        }
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

    @Override
    public void close() {
        platform.close();
    }
}
