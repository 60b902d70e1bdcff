package org.polyvisor.isa.x86lite;

import static org.polyvisor.isa.x86lite.state.Registers.*;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.Competitor;
import org.polyvisor.isa.platform.PlatformType;
import org.polyvisor.isa.platform.Workload;
import org.polyvisor.isa.x86lite.code.IntelSyntax;
import org.polyvisor.isa.x86lite.code.X86Encoding;
import org.polyvisor.isa.x86lite.competitor.Bochs;
import org.polyvisor.isa.x86lite.competitor.Qemu;
import org.polyvisor.isa.x86lite.guest.X86Port;
import org.polyvisor.isa.x86lite.instructions.InstructionTable;
import org.polyvisor.isa.x86lite.platform.PersonalComputerType;
import org.polyvisor.isa.x86lite.platform.Workloads;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.ProcessorModel;
import org.polyvisor.isa.x86lite.state.Registers;
import org.polyvisor.isa.x86lite.state.Segment;

/** IA-32, from the 80386 to the Pentium: the source is Intel's Software Developer's Manual, order number 325462. */
public final class X86Lite implements InstructionSet {
    private final Map<ProcessorModel, Architecture> architectures = new ConcurrentHashMap<>();
    private final List<RegisterView> views = RegisterViews.all();

    /** Makes it. */
    public X86Lite() {}

    @Override
    public String name() {
        return "x86lite";
    }

    @Override
    public String description() {
        return "IA-32, from the 80386 to the Pentium";
    }

    @Override
    public List<String> models() {
        return ProcessorModel.NAMES;
    }

    @Override
    public List<String> features() {
        return ProcessorModel.FEATURES;
    }

    @Override
    public Architecture architecture(String processor) throws UsageException {
        return architectures.computeIfAbsent(ProcessorModel.of(processor), X86Lite::make);
    }

    private static Architecture make(ProcessorModel model) {
        return new Architecture(new Architecture.Declaration("x86lite", model.toString(), Registers.FILE, ByteOrder.LITTLE_ENDIAN, 12, 32,
                InstructionTable.of(model), new X86Encoding(), new IntelSyntax(), Exceptions.CLASSES,
                s -> s.when(s.get(CPL).ne(0), () -> Exceptions.fault(s, Exceptions.GP)), new X86Supervision()));
    }

    @Override
    public List<RegisterView> views(Architecture a) {
        return views;
    }

    @Override
    public List<String> states() {
        return List.of("flat32", "real");
    }

    @Override
    public void reset(Machine m, Architecture a, String state, long storage) {
        switch (state) {
            case "flat32" -> flat(m, storage);
            case "real" -> real(m, a);
            default -> throw new IllegalArgumentException("state " + state + ": x86lite has " + states());
        }
        m.set(DR6, 0xffff_0ff0L);
        m.set(DR7, 0x400);
    }

    private static void flat(Machine m, long storage) {
        m.set(CR0, CR0_ET | CR0_PE);
        m.set(PE, 1);
        for (Segment r : SEGMENTS) segment(m, r, r == CS ? 0x08 : 0x10, 0, -1, r == CS ? Segment.FLAT_CODE : Segment.FLAT_DATA);
        m.set(ESP, storage);
    }

    /** As after a reset; SDM volume 3, table 9-1. */
    private static void real(Machine m, Architecture a) {
        boolean i386 = a.model().startsWith("i386");
        m.set(CR0, i386 ? CR0_ET : 0x6000_0010);
        for (Segment r : SEGMENTS) segment(m, r, 0, 0, 0xffff, r == CS ? 0x9b : 0x93);
        segment(m, CS, 0xf000, 0xffff_0000, 0xffff, 0x9b);
        segment(m, LDTR, 0, 0, 0xffff, 0x82);
        segment(m, TR, 0, 0, 0xffff, 0x8b);
        m.set(GDTR_LIMIT, 0xffff);
        m.set(IDTR_LIMIT, 0xffff);
        m.set(EDX, i386 ? 0x308 : a.model().startsWith("i486") ? 0x435 : InstructionTable.PENTIUM_SIGNATURE);
        m.set(FILE.pc(), 0xfff0);
    }

    private static void segment(Machine m, Segment r, int selector, int base, int limit, int attributes) {
        m.set(r.selector(), selector);
        m.set(r.base(), base);
        m.set(r.limit(), limit);
        m.set(r.attributes(), attributes);
        RegisterViews.derive(m, r);
    }

    @Override
    public Map<String, Object> describe(Interruption i) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("vector", i.code());
        if (i.type() == Exceptions.EXCEPTION && Exceptions.hasErrorCode(i.code())) said.put("errorCode", "0x%04x".formatted(i.detail() & 0xffff));
        return said;
    }

    /** Faults show their own instruction; traps have completed. */
    @Override
    public int savedAddress(Exit.Trap trap) {
        return trap.pc();
    }

    /** CR2 has the address of a page fault, DR6 the reason of a debug exception. */
    @Override
    public void intercepted(Machine m, Interruption i) {
        if (i.type() != Exceptions.EXCEPTION) return;
        if (i.code() == Exceptions.PF || i.code() == Exceptions.DF && i.detail() != 0) m.set(CR2, i.address());
        if (i.code() == Exceptions.DB) m.set(DR6, m.get(DR6) | i.detail());
    }

    @Override
    public long smallStorage() {
        return 1 << 20;
    }

    @Override
    public long defaultStorage() {
        return 16 << 20;
    }

    @Override
    public long maximumStorage() {
        return 1L << 32;
    }

    @Override
    public PlatformType platform() {
        return new PersonalComputerType();
    }

    @Override
    public Optional<GuestPort> guest() {
        return Optional.of(new X86Port());
    }

    @Override
    public List<Workload> workloads() {
        return Workloads.all();
    }

    @Override
    public List<Competitor> competitors() {
        return List.of(new Qemu("qemu"), new Qemu("qemu-icount", "-icount", "shift=0,sleep=off"), new Bochs());
    }
}
