package org.polyvisor.isa.x86lite.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.x86lite.X86Lite;

/**
 * Executes single instructions as {@link NativeProcessor} does: at level 3, with paging, in the same pages. Translated, an instruction is a
 * region of its own, since the ones around it, which no program of level 3 may execute, cannot be part of any.
 */
final class EmulatedProcessor {
    private static final String[] NAMES = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};
    private static final int DIRECTORY = 0x1000, TABLE = 0x2000, USER_WRITE = 7, USER_READ = 5;

    /** So many machines share decoded code. */
    private static final int MACHINES = 500;
    private static final byte NOP = (byte) 0x90, HLT = (byte) 0xf4;

    private final X86Lite set;
    private final Architecture architecture;
    private final boolean translated;
    /** Processors are its simulators: code of the same bytes is decoded once, and looked for among all that began at the same address. */
    private Processor decoder;
    private int machines;
    private BareMachine machine;
    private int inRegions;
    private final Map<String, RegisterView> views;

    EmulatedProcessor(X86Lite set, Architecture architecture) {
        this(set, architecture, false);
    }

    EmulatedProcessor(X86Lite set, Architecture architecture, boolean translated) {
        this.set = set;
        this.architecture = architecture;
        this.translated = translated;
        machine = machine();
        views = set.views(architecture).stream().collect(Collectors.toMap(RegisterView::name, w -> w, (a, b) -> a));
    }

    private BareMachine machine() {
        if (machines++ % MACHINES == 0) decoder = new Processor(architecture, new Storage(architecture, 1 << architecture.pageBits()));
        return new BareMachine(set, architecture, BareMachine.Settings.of(1 << 16), decoder::simulator);
    }

    /** {@return how many instructions were executed as translated code} */
    int inRegions() {
        return inRegions;
    }

    private void page(int address, int rights) {
        entry(TABLE + 4 * (address >>> 12), address | rights);
    }

    private void entry(int at, int v) {
        machine.load(at, new byte[] {(byte) v, (byte) (v >> 8), (byte) (v >> 16), (byte) (v >> 24)});
    }

    /** A page that was stored into is translated reluctantly, so each translated instruction has a machine of its own. */
    Result run(byte[] code, Inputs in) {
        if (translated) machine = machine();
        machine.reset("flat32");
        byte[] page = new byte[1 << architecture.pageBits()];
        Arrays.fill(page, translated ? HLT : NOP);
        System.arraycopy(code, 0, page, 0, code.length);
        prepare(page, in);
        if (!translated) return result(machine.processor().run(1), in);
        machine.host().tier(Tier.EAGER);
        return translated(code, in);
    }

    /** Runs on until the instruction behind traps; one of the data may not, then the first one is executed alone. */
    private Result translated(byte[] code, Inputs in) {
        Processor cpu = machine.processor();
        Exit e = cpu.run(2);
        if (cpu.retired() > 1) return new EmulatedProcessor(set, architecture).run(code, in);
        boolean completes = cpu.retired() == 1;
        if (completes ? cpu.translatedInstructions() == 1 : cpu.regionEntries() == 1 && e instanceof Exit.Trap) inRegions++;
        return result(completes && e instanceof Exit.Trap ? new Exit.Budget(e.pc()) : e, in);
    }

    private void prepare(byte[] code, Inputs in) {
        entry(DIRECTORY, TABLE | USER_WRITE);
        page(Inputs.CODE, USER_WRITE);
        page(Inputs.WINDOW, USER_WRITE);
        page(Inputs.WINDOW + Inputs.WINDOW_SIZE, USER_READ);
        Processor cpu = machine.processor();
        machine.load(Inputs.CODE, code);
        machine.load(Inputs.WINDOW, in.data());
        set("cr3", DIRECTORY);
        set("cr0", 0x8001_0011L);
        set("cs", 0x1b);
        set("eflags", in.eflags() | 2);
        for (int i = 0; i < 8; i++) set(NAMES[i], in.registers()[i]);
        cpu.set(architecture.registers().pc(), Inputs.CODE);
    }

    private Result result(Exit e, Inputs in) {
        Processor cpu = machine.processor();
        Interruption why = e instanceof Exit.Trap t ? t.why() : e instanceof Exit.Completed c ? c.why() : null;
        int vector = why == null ? -1 : why.code();
        boolean page = vector == Result.PAGE_FAULT;
        int[] g = new int[8];
        for (int i = 0; i < 8; i++) g[i] = (int) views.get(NAMES[i]).reader().read(cpu);
        int flags = (int) views.get("eflags").reader().read(cpu) & Inputs.FLAGS;
        return new Result(g, flags, e.pc(), vector, page ? why.detail() : 0, page ? why.address() : 0, changes(in.data()));
    }

    private int[] changes(byte[] before) {
        byte[] after = machine.read(Inputs.WINDOW, Inputs.WINDOW_SIZE);
        List<Integer> changes = new ArrayList<>();
        for (int i = 0; i < after.length; i++) if (after[i] != before[i]) changes.add(i << 8 | after[i] & 0xff);
        return changes.stream().mapToInt(Integer::intValue).toArray();
    }

    private void set(String name, long v) {
        views.get(name).writer().write(machine.processor(), v);
    }
}
