package org.polyvisor.hypervisor.toy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.BootOption;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.platform.PlatformType;

/** Machines of the tiny instruction set; every request on a line interrupts with the number of the line. */
public final class ToyMachine implements InstructionSet, PlatformType {
    public static final long STORAGE = 0x10000;

    private final Architecture architecture;

    public ToyMachine(Architecture architecture) {
        this.architecture = architecture;
    }

    /** A machine of the usual size with a program at 0x200. */
    public static BareMachine of(Function<Storage, Host> maker, String... lines) {
        return of(Toy.ARCHITECTURE, STORAGE, maker, lines);
    }

    public static BareMachine of(Architecture a, long storage, Function<Storage, Host> maker, String... lines) {
        BareMachine m = new BareMachine(new ToyMachine(a), a, BareMachine.Settings.of(storage), maker);
        m.load(0x200, Toy.assemble(lines));
        return m;
    }

    /** Storage for a host that is no machine itself. */
    public static Storage page() {
        return new Storage(Toy.ARCHITECTURE, 1L << Toy.ARCHITECTURE.pageBits());
    }

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public String description() {
        return "toy";
    }

    @Override
    public List<String> models() {
        return List.of("toy");
    }

    @Override
    public Architecture architecture(String processor) {
        return architecture;
    }

    @Override
    public List<RegisterView> views(Architecture a) {
        return List.of();
    }

    @Override
    public List<String> states() {
        return List.of("initial");
    }

    @Override
    public void reset(Machine m, Architecture a, String state, long storage) {
        m.set(a.registers().pc(), 0x200);
    }

    @Override
    public Map<String, Object> describe(Interruption i) {
        return Map.of();
    }

    @Override
    public int savedAddress(Exit.Trap trap) {
        return trap.pc();
    }

    @Override
    public long smallStorage() {
        return STORAGE;
    }

    @Override
    public long defaultStorage() {
        return STORAGE;
    }

    @Override
    public long maximumStorage() {
        return STORAGE;
    }

    @Override
    public PlatformType platform() {
        return this;
    }

    @Override
    public List<BootOption> options() {
        return List.of();
    }

    @Override
    public Platform create(PlatformHost host, Map<String, List<String>> options) {
        return bare(host);
    }

    @Override
    public Platform bare(PlatformHost host) {
        return new Lines();
    }

    private static final class Lines implements Platform {
        @Override
        public void boot() {}

        @Override
        public Interruption accept(int line) {
            return new Interruption(Toy.DEVICE, line);
        }

        @Override
        public <T> T service(Class<T> type) {
            return null;
        }

        @Override
        public Optional<Ending> ending() {
            return Optional.empty();
        }
    }
}
