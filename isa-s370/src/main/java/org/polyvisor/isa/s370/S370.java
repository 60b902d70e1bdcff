package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Interruptions.*;
import static org.polyvisor.isa.s370.Registers.*;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.Competitor;
import org.polyvisor.isa.platform.PlatformType;
import org.polyvisor.isa.platform.Workload;
import org.polyvisor.isa.s370.competitor.Hercules;
import org.polyvisor.isa.s370.guest.S370Port;
import org.polyvisor.isa.s370.platform.SystemPlatformType;
import org.polyvisor.isa.semantics.Semantics;

/** IBM System/370 and System/360; GA22-7000 and GA22-6821, "Principles of Operation". */
public final class S370 implements InstructionSet {
    private static final int ADDRESS_BITS = 24;
    /** log2 of the block that has a storage key. */
    private static final int BLOCK_BITS = 11;

    private final Architecture s370 = architecture("s370", true);
    private final Architecture s360 = architecture("s360", false);

    /** Makes the instruction set. */
    public S370() {}

    private static Architecture architecture(String model, boolean extended) {
        return new Architecture(new Architecture.Declaration("s370", model, FILE, ByteOrder.BIG_ENDIAN, BLOCK_BITS, ADDRESS_BITS,
                rows(extended), new S370Encoding(), new S370Syntax(), ALL, S370::privilege, new S370Supervision(extended)));
    }

    private static List<Row> rows(boolean extended) {
        List<Row> rows = new ArrayList<>();
        Pop general = new Pop("GA22-7000, General Instructions", extended), control = new Pop("GA22-7000, Control Instructions", extended);
        Pop io = new Pop("GA22-7000, Input/Output Instructions", extended);
        FixedPoint.rows(general);
        Logical.rows(general);
        Branches.rows(general);
        StorageToStorage.rows(general);
        LongOperands.rows(general);
        Control.rows(control, extended);
        InputOutput.rows(io);
        rows.addAll(general.rows());
        rows.addAll(control.rows());
        rows.addAll(io.rows());
        return List.copyOf(rows);
    }

    private static void privilege(Semantics s) {
        programIf(s, s.get(PROBLEM), PRIVILEGED_OPERATION);
    }

    @Override
    public String name() {
        return "s370";
    }

    @Override
    public String description() {
        return "IBM System/370 and System/360";
    }

    @Override
    public List<String> models() {
        return List.of("s370", "s360");
    }

    @Override
    public Architecture architecture(String processor) throws UsageException {
        return switch (processor) {
            case "", "s370" -> s370;
            case "s360" -> s360;
            default -> throw new UsageException("no processor " + processor + " of s370: choose " + String.join(" or ", models())
                    + "; there are no features to add");
        };
    }

    @Override
    public List<RegisterView> views(Architecture a) {
        return RegisterViews.all(a == s370);
    }

    @Override
    public Optional<RegisterView> view(Architecture a, String name) {
        Optional<RegisterView> listed = InstructionSet.super.view(a, name);
        return listed.isPresent() ? listed : RegisterViews.key(name);
    }

    @Override
    public List<String> states() {
        return List.of("reset");
    }

    @Override
    public void reset(Machine m, Architecture a, String state, long storage) {
        if (a == s360) m.set(ALIGNED, 1);
    }

    @Override
    public Map<String, Object> describe(Interruption i) {
        Map<String, Object> said = new LinkedHashMap<>();
        if (i.type() == IO) {
            said.put("device", String.format("0x%03x", i.code()));
            said.put("csw", String.format("0x%08x%08x", i.detail(), i.address()));
            return said;
        }
        if (i.type() == PROGRAM || i.type() == SVC || i.type() == EXTERNAL) said.put("code", String.format("0x%04x", i.code() & 0xffff));
        if (i.type() == PROGRAM || i.type() == SVC) said.put("ilc", length(i) / 2);
        return said;
    }

    @Override
    public int savedAddress(Exit.Trap t) {
        return nullifies(t.why().code()) ? t.pc() : t.pc() + length(t.why()) & Psw.ADDRESS;
    }

    /**
     * The length of the instruction concerned, in bytes. That of one that could not be fetched is not known; "the instruction-length
     * code is 1, 2, or 3, indicating the number of halfwords by which the instruction address has been incremented", GA22-7000-4,
     * "ILC on Instruction Fetch Exceptions". It is 1 here.
     */
    private static int length(Interruption i) {
        return i.type() == PROGRAM && i.length() == 0 ? 2 : i.length();
    }

    @Override
    public long smallStorage() {
        return 64 << 10;
    }

    @Override
    public long defaultStorage() {
        return 2 << 20;
    }

    @Override
    public long maximumStorage() {
        return 16 << 20;
    }

    @Override
    public PlatformType platform() {
        return new SystemPlatformType(a -> view(a, "psw").orElseThrow(), S370Supervision.CHANNEL);
    }

    @Override
    public Optional<GuestPort> guest() {
        return Optional.of(new S370Port(s370));
    }

    @Override
    public List<Workload> workloads() {
        return Workloads.all();
    }

    @Override
    public List<Competitor> competitors() {
        return List.of(new Hercules(s370));
    }
}
