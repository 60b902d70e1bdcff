package org.polyvisor.isa.s370.platform.channel;

import static org.polyvisor.isa.s370.Registers.PREFIX;
import static org.polyvisor.isa.s370.platform.channel.StatusWord.*;

import org.polyvisor.isa.machine.Machine;

/**
 * A subchannel that belongs to one device, with what the channel keeps of that device; GA22-7000, "States of the Input/Output
 * System" and the figure "Condition-Code Settings for I/O States and Functions".
 */
final class Subchannel implements DevicePort {
    /** Virtual time from one command of a chain to the next, and from HALT I/O to the end. */
    private static final int CHAINING = 100, HALTING = 100;

    private enum State { AVAILABLE, WORKING, INTERRUPTION_PENDING }

    private final Channel channel;
    private final int address;
    private final Device device;
    private State state = State.AVAILABLE;
    private ChannelProgram program;
    private boolean immediate;
    private boolean halted;
    private boolean chainOnDeviceEnd;
    private boolean programControlled;
    private StatusWord conclusion;
    private boolean deviceWorking;
    private int deviceStatus;
    private Runnable cancel = () -> {};

    Subchannel(Channel channel, int address, Device device) {
        this.channel = channel;
        this.address = address;
        this.device = device;
        device.connect(this);
    }

    int address() {
        return address;
    }

    void close() {
        device.close();
    }

    /** Whether there is an interruption to take. */
    boolean interrupting() {
        return state == State.INTERRUPTION_PENDING || programControlled || state == State.AVAILABLE && deviceStatus != 0;
    }

    // ---- instructions

    /** START I/O. */
    int start(Machine m) {
        if (state != State.AVAILABLE) return 2;
        ChannelProgram p = ChannelProgram.at(channel.storage(), (int) m.loadAbsolute((int) m.get(PREFIX) + Channel.ADDRESS_WORD, 4));
        if (p.error() != 0) return stored(m, p.error());
        if (deviceStatus != 0 || deviceWorking) {
            int status = BUSY | deviceStatus;
            deviceStatus = 0;
            return stored(m, status << 8);
        }
        program = p;
        halted = false;
        int status = device.start(p.current().command());
        programControlled = p.takeProgramControlled();
        if (status == 0) return working(false);
        if (immediate(status) && p.current().chainsCommand()) return working(true, status);
        deviceWorking = immediate(status) && (status & DEVICE_END) == 0;
        int interruption = programControlled ? PROGRAM_CONTROLLED : 0;
        programControlled = false;
        return stored(m, status << 8 | interruption);
    }

    private int working(boolean immediate) {
        state = State.WORKING;
        this.immediate = immediate;
        return 0;
    }

    private int working(boolean immediate, int status) {
        working(immediate);
        chain(status);
        return 0;
    }

    private static int stored(Machine m, int status) {
        StatusWord.storeStatus(m, status);
        return 1;
    }

    /** Whether an operation is over already, and nothing is unusual about it. */
    private static boolean immediate(int status) {
        return (status & CHANNEL_END) != 0 && usual(status);
    }

    private static boolean usual(int status) {
        return (status & ~(CHANNEL_END | DEVICE_END | MODIFIER)) == 0;
    }

    /** TEST I/O. */
    int test(Machine m) {
        if (state == State.WORKING) return 2;
        StatusWord w = take();
        if (w == null && deviceWorking) w = StatusWord.ofDevice(BUSY);
        if (w == null) return 0;
        w.store(m);
        return 1;
    }

    /** HALT I/O. On a System/360, nothing happens unless the subchannel works; A22-6821, "Condition Code Setting". */
    int halt(Machine m) {
        if (state == State.INTERRUPTION_PENDING || state == State.AVAILABLE && channel.system360()) return 0;
        if (state == State.WORKING && !halted) {
            halted = true;
            cancel.run();
            if (!chainOnDeviceEnd) device.halt();
            later(HALTING, () -> end(CHANNEL_END | DEVICE_END));
        }
        return stored(m, 0);
    }

    /** Initial program loading; ends when the program has. */
    void load() {
        program = ChannelProgram.ofInitialLoad(channel.storage());
        halted = false;
        int status = device.start(program.current().command());
        working(false);
        if (status != 0) conclude(status, 0);
    }

    /** {@return the interruption with priority, which is pending no longer; null if there is none} */
    StatusWord take() {
        if (state == State.INTERRUPTION_PENDING) {
            state = State.AVAILABLE;
            return conclusion;
        }
        if (programControlled) {
            programControlled = false;
            return new StatusWord(program.key(), program.next(), PROGRAM_CONTROLLED, program.left());
        }
        if (state != State.AVAILABLE || deviceStatus == 0) return null;
        int status = deviceStatus;
        deviceStatus = 0;
        return StatusWord.ofDevice(status);
    }

    /** System reset; GA22-7000, "I/O-System Reset". */
    void reset() {
        cancel.run();
        if (state == State.WORKING || deviceWorking) device.halt();
        state = State.AVAILABLE;
        programControlled = deviceWorking = chainOnDeviceEnd = false;
        deviceStatus = 0;
    }

    // ---- the device's side

    @Override
    public void later(long instructions, Runnable step) {
        cancel = channel.schedule(instructions, () -> {
            cancel = () -> {};
            step.run();
            channel.update();
        });
    }

    @Override
    public void put(byte[] bytes) {
        if (halted) return;
        program.put(bytes);
        demanded();
    }

    @Override
    public byte[] take(int most) {
        if (halted) return new byte[0];
        byte[] bytes = program.take(most);
        demanded();
        return bytes;
    }

    /** Initial program loading ignores the flag. */
    private void demanded() {
        programControlled |= program.takeProgramControlled() && !channel.loading();
    }

    @Override
    public void end(int status) {
        int length = !immediate && program.incorrectLength() ? INCORRECT_LENGTH : 0;
        boolean chains = program.current().chainsCommand() && usual(status) && program.error() == 0 && length == 0 && !halted;
        if (chains) chain(status);
        else conclude(status, program.error() | length);
        channel.update();
    }

    private void chain(int status) {
        chainOnDeviceEnd = (status & DEVICE_END) == 0;
        if (!chainOnDeviceEnd) later(CHAINING, () -> next((status & MODIFIER) != 0));
    }

    /** Starts the next command; what makes it impossible ends the program, with neither channel end nor device end. */
    private void next(boolean modified) {
        program.chainCommand(modified);
        if (program.error() != 0) {
            conclude(0, program.error());
            return;
        }
        demanded();
        int status = device.start(program.current().command());
        immediate = immediate(status);
        if (status == 0) return;
        if (immediate && program.current().chainsCommand() && !halted) chain(status);
        else conclude(status, 0);
    }

    private void conclude(int unit, int channelStatus) {
        chainOnDeviceEnd = false;
        int interruption = programControlled ? PROGRAM_CONTROLLED : 0;
        programControlled = false;
        conclusion = new StatusWord(program.key(), program.next(), unit << 8 | channelStatus | interruption, program.left());
        state = State.INTERRUPTION_PENDING;
        deviceWorking = (unit & CHANNEL_END) != 0 && (unit & DEVICE_END) == 0;
        channel.update();
    }

    @Override
    public void present(int status) {
        boolean deviceEnd = (status & DEVICE_END) != 0;
        if (deviceEnd && chainOnDeviceEnd && usual(status)) {
            chain(status);
            return;
        }
        if (deviceEnd && chainOnDeviceEnd) conclude(status, 0);
        else deviceStatus |= status;
        if (deviceEnd) deviceWorking = false;
        channel.update();
    }
}
