package org.polyvisor.isa.s370.platform.channel;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.PlatformHost;

/**
 * The byte-multiplexor channel: a subchannel for each device, which never keeps the channel busy. Of several interruptions
 * pending, the one of the lowest device address has priority.
 */
public final class Channel {
    /** Where START I/O finds the channel-address word. */
    static final int ADDRESS_WORD = 72;

    private static final int MOST_LOADING_STEPS = 1_000_000;

    private final PlatformHost host;
    private final int number;
    private final int line;
    private final ChannelStorage storage;
    private final Map<Integer, Subchannel> subchannels = new TreeMap<>();
    private long instructionTime;
    private ArrayDeque<Runnable> loadingSteps;

    /**
     * Makes a channel without devices.
     *
     * @param host the machine
     * @param number of the channel
     * @param line on which it requests interruptions
     */
    public Channel(PlatformHost host, int number, int line) {
        this.host = host;
        this.number = number;
        this.line = line;
        storage = new ChannelStorage(host);
    }

    /**
     * Attaches a device.
     *
     * @param address channel and device
     * @param device the device
     * @return whether that address was free
     */
    public boolean attach(int address, Device device) {
        if (address >>> 8 != number) throw new IllegalArgumentException("device " + Integer.toHexString(address) + " at channel " + number);
        return subchannels.putIfAbsent(address, new Subchannel(this, address, device)) == null;
    }

    /**
     * {@return whether there is a device}
     *
     * @param address channel and device
     */
    public boolean operational(int address) {
        return subchannels.containsKey(address);
    }

    // ---- instructions

    /**
     * START I/O; see {@link org.polyvisor.isa.s370.platform.Channels#startIo}.
     *
     * @param m the machine
     * @param address channel and device
     * @param time virtual time
     * @return the condition code
     */
    public int start(Machine m, int address, long time) {
        return instruct(address, time, s -> s.start(m));
    }

    /**
     * TEST I/O; see {@link org.polyvisor.isa.s370.platform.Channels#testIo}.
     *
     * @param m the machine
     * @param address channel and device
     * @param time virtual time
     * @return the condition code
     */
    public int test(Machine m, int address, long time) {
        return instruct(address, time, s -> s.test(m));
    }

    /**
     * HALT I/O; see {@link org.polyvisor.isa.s370.platform.Channels#haltIo}.
     *
     * @param m the machine
     * @param address channel and device
     * @param time virtual time
     * @return the condition code
     */
    public int halt(Machine m, int address, long time) {
        if (!operational(address) && system360()) return 0;
        return instruct(address, time, s -> s.halt(m));
    }

    /** {@return the condition code of TEST CHANNEL} */
    public int test() {
        return interrupting() == null ? 0 : 1;
    }

    private int instruct(int address, long time, java.util.function.ToIntFunction<Subchannel> instruction) {
        Subchannel s = subchannels.get(address);
        if (s == null) return 3;
        instructionTime = time;
        int code = instruction.applyAsInt(s);
        update();
        return code;
    }

    // ---- interruptions

    private Subchannel interrupting() {
        for (Subchannel s : subchannels.values()) if (s.interrupting()) return s;
        return null;
    }

    /** Requests what is pending, or takes the request back. */
    void update() {
        if (interrupting() != null) host.request(line);
        else host.withdraw(line);
    }

    /**
     * An interruption that is pending no longer.
     *
     * @param address channel and device
     * @param word what is stored at location 64
     */
    public record Pending(int address, StatusWord word) {}

    /** {@return the interruption with priority, or null if there is none} */
    public Pending accept() {
        Subchannel s = interrupting();
        if (s == null) return null;
        StatusWord w = s.take();
        update();
        return new Pending(s.address(), w);
    }

    // ---- initial program loading

    /**
     * Executes the channel program of initial program loading. No virtual time passes.
     *
     * @param address channel and device, which is operational
     * @return how it ended; null if the device never ends it
     */
    public StatusWord load(int address) {
        subchannels.values().forEach(Subchannel::reset);
        Subchannel s = subchannels.get(address);
        loadingSteps = new ArrayDeque<>();
        s.load();
        for (int n = 0; n < MOST_LOADING_STEPS && !loadingSteps.isEmpty(); n++) loadingSteps.remove().run();
        loadingSteps = null;
        StatusWord end = s.interrupting() ? s.take() : null;
        update();
        return end;
    }

    boolean loading() {
        return loadingSteps != null;
    }

    // ---- what subchannels need

    ChannelStorage storage() {
        return storage;
    }

    boolean system360() {
        return host.architecture().model().equals("s360");
    }

    /** Steps follow each other at once while loading. */
    Runnable schedule(long delay, Runnable step) {
        if (!loading()) return host.schedule(Math.max(host.now(), instructionTime) + delay, step);
        ArrayDeque<Runnable> steps = loadingSteps;
        steps.add(step);
        return () -> steps.remove(step);
    }

    /** Closes host files. */
    public void close() {
        subchannels.values().forEach(Subchannel::close);
    }
}
