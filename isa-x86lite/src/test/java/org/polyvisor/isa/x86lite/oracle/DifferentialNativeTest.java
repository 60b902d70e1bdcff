package org.polyvisor.isa.x86lite.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.X86Lite;

/**
 * Every user-mode integer row against a real processor. The vectors name the processor; undefined flags are those of that vendor,
 * which is the documented choice, so they are compared too.
 */
@DisplayName("IA-32 instructions do what a processor did")
class DifferentialNativeTest {
    private static final String[] NAMES = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};
    private static final int LEAST = 300;

    private final X86Lite set = new X86Lite();
    private final Architecture architecture = pentium();
    private final BareMachine machine = new BareMachine(set, architecture, BareMachine.Settings.of(1 << 16));

    private Architecture pentium() {
        try {
            return set.architecture("pentium,+cmov");
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    private static Vectors vectors() throws IOException {
        try (InputStream in = DifferentialNativeTest.class.getResourceAsStream("native-vectors.gz")) {
            return Vectors.read(in);
        }
    }

    @Test
    void everyUserModeRowHasItsCases() throws IOException {
        Map<String, Integer> cases = vectors().rows().stream().collect(Collectors.toMap(Vectors.OfRow::key, r -> r.cases().size()));
        Set<String> few = new HashSet<>();
        for (Row row : VectorGenerator.rows(architecture)) if (cases.getOrDefault(VectorGenerator.key(row), 0) < LEAST) few.add(VectorGenerator.key(row));
        assertEquals(Set.of(), few);
    }

    @Test
    void noResultDiffers() throws IOException {
        Vectors v = vectors();
        assertTrue(v.processor().startsWith("GenuineIntel"), "undefined flags are those of GenuineIntel, not of " + v.processor());
        Map<String, List<String>> different = new TreeMap<>();
        int all = 0;
        for (Vectors.OfRow row : v.rows())
            for (Vectors.Case c : row.cases()) {
                Inputs in = Inputs.of(c.seed(), row.profile());
                Result ours = run(c.code(), in);
                all++;
                if (!ours.equals(c.result()))
                    different.computeIfAbsent(row.key(), _ -> new ArrayList<>())
                            .add(HexFormat.of().formatHex(c.code()) + " seed " + c.seed() + "\n   in  " + new Result(in.registers(), in.eflags(), Inputs.CODE, 0, new int[0])
                                    + "\n   cpu " + c.result() + "\n   our " + ours);
            }
        StringBuilder said = new StringBuilder();
        different.forEach((row, list) -> said.append(row).append(": ").append(list.size()).append(" differ, the first: ").append(list.getFirst()).append('\n'));
        assertEquals("", said.toString(), "of " + all + " cases");
    }

    private Result run(byte[] code, Inputs in) {
        machine.reset("flat32");
        Processor cpu = machine.processor();
        byte[] data = in.data(), padded = new byte[32];
        java.util.Arrays.fill(padded, (byte) 0x90);
        System.arraycopy(code, 0, padded, 0, code.length);
        machine.load(Inputs.CODE, padded);
        machine.load(Inputs.WINDOW, data);
        view("eflags").writer().write(cpu, in.eflags() | 2);
        for (int i = 0; i < 8; i++) view(NAMES[i]).writer().write(cpu, in.registers()[i]);
        cpu.set(architecture.registers().pc(), Inputs.CODE);
        Exit e = cpu.run(1);
        int vector = e instanceof Exit.Trap t ? t.why().code() : e instanceof Exit.Completed c ? c.why().code() : -1;
        int[] g = new int[8];
        for (int i = 0; i < 8; i++) g[i] = (int) view(NAMES[i]).reader().read(cpu);
        byte[] after = machine.read(Inputs.WINDOW, Inputs.WINDOW_SIZE);
        List<Integer> changes = new ArrayList<>();
        for (int i = 0; i < after.length; i++) if (after[i] != data[i]) changes.add(i << 8 | after[i] & 0xff);
        return new Result(g, (int) view("eflags").reader().read(cpu) & Inputs.FLAGS, e.pc(), vector, changes.stream().mapToInt(Integer::intValue).toArray());
    }

    private final Map<String, RegisterView> views = set.views(architecture).stream().collect(Collectors.toMap(RegisterView::name, w -> w, (a, b) -> a));

    private RegisterView view(String name) {
        return views.get(name);
    }
}
