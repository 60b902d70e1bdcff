package org.polyvisor.isa.x86lite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.x86lite.state.Registers;

/** A random program of loops in functions that call each other, at level 0 or 3, with or without paging, with a timer that ticks. */
final class LoopProgram {
    static final int STORAGE = 0x40000;
    /** FIELDS are pages that come and go; before them is the page of the variables. */
    static final int CODE = 0x10000, FIELDS = LoopFrame.VARIABLES + 0x1000, FIELDS_END = LoopFrame.VARIABLES + 0x8000;
    static final int FUNCTIONS = 3;
    private static final int GDT = 0x1000, IDT = 0x1800, TSS = 0x2000, DIRECTORY = 0x30000;

    private final RandomGenerator random;
    private final LoopFrame frame;
    private final StringBuilder text = new StringBuilder();
    private final List<Program.Chunk> chunks;
    private final byte[] data = new byte[FIELDS_END - FIELDS];
    private final byte[] variables;
    private final byte[] pages;
    private final boolean user;
    private final long cr0;

    LoopProgram(RandomGenerator random, Architecture a, LoopFrame frame) {
        this.random = random;
        this.frame = frame;
        user = random.nextBoolean();
        cr0 = (random.nextInt(3) != 0 ? 0x8000_0011L : 0x11) | (random.nextBoolean() ? 0x10000 : 0);
        text.append(".org 0x%x\nmain: call f0\ncall f1\ncall f2\njmp main\n".formatted(CODE));
        LoopInstructions instructions = new LoopInstructions(random, user, text);
        for (int n = 0; n < FUNCTIONS; n++) instructions.function(n);
        try {
            chunks = a.syntax().assemble(a, text.toString()).chunks();
        } catch (AssemblyException e) {
            throw new AssertionError(e.getMessage() + "\n" + text, e);
        }
        random.nextBytes(data);
        variables = variables();
        pages = pages();
    }

    void load(BareMachine m) {
        frame.load(m);
        for (Program.Chunk c : chunks) m.load(c.address(), c.bytes());
        m.load(FIELDS, data);
        m.load(LoopFrame.ALIAS, variables);
        m.load(LoopFrame.PAGES, pages);
        tables(m);
        Map<String, Long> initial = Map.ofEntries(Map.entry("gdtr.base", (long) GDT), Map.entry("gdtr.limit", 0x3fL),
                Map.entry("idtr.base", (long) IDT), Map.entry("idtr.limit", 0x1ffL), Map.entry("tr", 0x28L),
                Map.entry("tr.base", (long) TSS), Map.entry("tr.limit", 0x67L), Map.entry("tr.attributes", 0x8bL),
                Map.entry("cr3", (long) DIRECTORY), Map.entry("cr0", cr0), Map.entry("cr4", 0x10L));
        initial.forEach((name, value) -> m.processor().set(Registers.FILE.named(name).orElseThrow(), value));
        m.processor().set(Registers.FILE.pc(), LoopFrame.BEGIN);
    }

    @Override
    public String toString() {
        return "level " + (user ? 3 : 0) + ", cr0 " + Long.toHexString(cr0) + "\n" + text;
    }

    private static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] variables() {
        ByteBuffer b = room(0x24).putInt(random.nextBoolean() ? CODE : LoopFrame.VARIABLES).putInt(random.nextInt(2) * 2 + 1)
                .putInt(List.of(0xfe, 0xfd, 0xfb, 0xf8).get(random.nextInt(4))).putInt(random.nextInt(2))
                .putInt(2_000 + random.nextInt(50_000)).putInt(user ? 1 : 0);
        for (int i = 0; i < 3; i++) b.putInt(FIELDS + random.nextInt(0x7000));
        return b.array();
    }

    /** System pages are the supervisor's; fields begin with any rights; what is beyond storage is not present. */
    private byte[] pages() {
        ByteBuffer b = room(4096);
        for (int p = 0; p < STORAGE >> 12; p++) {
            boolean ours = p < LoopFrame.STACK0 >> 12 || p >= DIRECTORY >> 12, field = p >= FIELDS >> 12 && p < FIELDS_END >> 12;
            b.putInt(p << 12 | (field ? random.nextInt(8) : ours ? 3 : 7));
        }
        return b.array();
    }

    /** Segment 30 is data with a base and a limit. */
    private static void tables(BareMachine m) {
        ByteBuffer gdt = room(64), idt = room(512);
        for (long d : new long[] {0, 0xcf9a000000ffffL, 0xcf92000000ffffL, 0xcffa000000ffffL, 0xcff2000000ffffL, 0x00008b0020000067L,
            0x0040f20210000fffL, 0}) gdt.putLong(d);
        for (long v = 0; v < 64; v++)
            idt.putLong(LoopFrame.HANDLER + 16 * v | 8 << 16 | (v == 3 || v == 4 || v == 0x30 ? 0xeeL : 0x8e) << 40);
        m.load(GDT, gdt.array());
        m.load(IDT, idt.array());
        m.load(TSS, room(0x68).putInt(0).putInt(LoopFrame.STACK0).putInt(0x10).array());
        m.load(DIRECTORY, room(8).putInt(LoopFrame.PAGES | 7).putInt(0x87).array());
    }
}
