package org.polyvisor.hypervisor;

import org.polyvisor.hypervisor.BareMachine.Settings;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.Console;
import org.polyvisor.isa.platform.PlatformHost;

/** A machine as its devices see it: processor and storage, virtual time and what happens in it, lines, the host's consoles and files. */
abstract sealed class DeviceSide implements PlatformHost permits BareMachine {
    final Architecture architecture;
    final Settings settings;
    final Processor processor;
    final EventQueue events = new EventQueue();
    final Interruptions interruptions;

    DeviceSide(InstructionSet set, Architecture architecture, Settings settings, Processor processor) {
        this.architecture = architecture;
        this.settings = settings;
        this.processor = processor;
        interruptions = new Interruptions(set, architecture, processor);
    }

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
        return settings.storage();
    }

    @Override
    public long rate() {
        return settings.rate();
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
        interruptions.request(line);
    }

    @Override
    public void withdraw(int line) {
        interruptions.withdraw(line);
    }

    @Override
    public String file(String name) {
        return settings.files().apply(name);
    }

    @Override
    public Console console(String name) {
        return settings.consoles().apply(name);
    }
}
