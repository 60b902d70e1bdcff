package org.polyvisor.isa.x86lite.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.x86lite.X86Lite;

/** Executes single instructions as {@link NativeProcessor} does: at level 3, with paging, in the same pages. */
final class EmulatedProcessor {
    private static final String[] NAMES = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};
    private static final int DIRECTORY = 0x1000, TABLE = 0x2000, USER_WRITE = 7, USER_READ = 5;

    private final BareMachine machine;
    private final Architecture architecture;
    private final Map<String, RegisterView> views;

    EmulatedProcessor(X86Lite set, Architecture architecture) {
        this.architecture = architecture;
        machine = new BareMachine(set, architecture, BareMachine.Settings.of(1 << 16));
        views = set.views(architecture).stream().collect(Collectors.toMap(RegisterView::name, w -> w, (a, b) -> a));
    }

    private void page(int address, int rights) {
        entry(TABLE + 4 * (address >>> 12), address | rights);
    }

    private void entry(int at, int v) {
        machine.load(at, new byte[] {(byte) v, (byte) (v >> 8), (byte) (v >> 16), (byte) (v >> 24)});
    }

    Result run(byte[] code, Inputs in) {
        machine.reset("flat32");
        entry(DIRECTORY, TABLE | USER_WRITE);
        page(Inputs.CODE, USER_WRITE);
        page(Inputs.WINDOW, USER_WRITE);
        page(Inputs.WINDOW + Inputs.WINDOW_SIZE, USER_READ);
        Processor cpu = machine.processor();
        byte[] data = in.data(), padded = new byte[32];
        Arrays.fill(padded, (byte) 0x90);
        System.arraycopy(code, 0, padded, 0, code.length);
        machine.load(Inputs.CODE, padded);
        machine.load(Inputs.WINDOW, data);
        set("cr3", DIRECTORY);
        set("cr0", 0x8001_0011L);
        set("cs", 0x1b);
        set("eflags", in.eflags() | 2);
        for (int i = 0; i < 8; i++) set(NAMES[i], in.registers()[i]);
        cpu.set(architecture.registers().pc(), Inputs.CODE);
        Exit e = cpu.run(1);
        Interruption why = e instanceof Exit.Trap t ? t.why() : e instanceof Exit.Completed c ? c.why() : null;
        int vector = why == null ? -1 : why.code();
        boolean page = vector == Result.PAGE_FAULT;
        int[] g = new int[8];
        for (int i = 0; i < 8; i++) g[i] = (int) views.get(NAMES[i]).reader().read(cpu);
        int flags = (int) views.get("eflags").reader().read(cpu) & Inputs.FLAGS;
        return new Result(g, flags, e.pc(), vector, page ? why.detail() : 0, page ? why.address() : 0, changes(data));
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
