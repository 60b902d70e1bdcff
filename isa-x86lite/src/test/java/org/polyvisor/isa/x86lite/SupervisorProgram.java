package org.polyvisor.isa.x86lite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.x86lite.state.Registers;

/**
 * A random program for level 0: slots of instructions, run round and round, in level 0, level 3 and virtual-8086 mode; the handler of all
 * exceptions and interrupts takes the program on to the next slot, with the flags and the level that a table has for it. Paging is on,
 * with two page directories and tables that the program changes, with and without a purge. Where a hypervisor that lowers its guests
 * keeps its own descriptor tables, the program has decoys: who looks there for the guest's finds something else.
 */
final class SupervisorProgram {
    static final int STORAGE = 0x80000;

    static final int GDT = 0x1000, IDT = 0x1800, TSS = 0x2000, HANDLER = 0x2200, TABLE = 0x2400, LIDT = 0x2800, BEGIN = 0x2900;
    static final int STACK0 = 0x8000, STACK3 = 0xa000, LDT = 0xb000, FAR = 0xb100, CODE = 0x10000, DATA = 0x20000;
    static final int DIRECTORY = 0x30000, PAGES = 0x31000, DIRECTORY2 = 0x32000, PAGES2 = 0x33000, DECOY_PAGES = 0x34000;
    static final int DECOYS = 0x35000, LAST_OF_OURS = 0x37;
    static final int SLOTS = 64, SLOT = 128, FAR_POINTERS = 32;
    static final List<String> REGISTERS = List.of("eax", "ecx", "edx", "ebx", "ebp", "esi", "edi");
    /** What the slots of virtual-8086 mode are made of. */
    private static final List<String> VIRTUAL_BYTES = List.of("0x9c", "0x9d", "0xfa", "0xfb", "0xcf", "0x1e", "0x1f", "0x8c, 0xd8",
            "0x8e, 0xc0", "0xe4, 0x61", "0xe6, 0x80", "0x40", "0x0f, 0x01, 0xe0", "0xf4", "0x66, 0x9c", "0xcc", "0xa1, 0, 1",
            "0xc4, 0x06, 0, 1", "0x0f, 0x00, 0xc8", "0xcb");

    private final RandomGenerator random;
    private final SupervisorInstructions instructions;
    private StringBuilder text = new StringBuilder();
    private final List<Program.Chunk> chunks = new ArrayList<>();
    private final byte[] data = new byte[0x3000];
    private final Map<String, Long> registers;

    SupervisorProgram(RandomGenerator random, Architecture a) {
        this.random = random;
        instructions = new SupervisorInstructions(random);
        try {
            tables();
            begin();
            handler();
            assemble(a);
            for (int i = 0; i < SLOTS; i++) slot(i);
            assemble(a);
        } catch (AssemblyException e) {
            throw new AssertionError(e.getMessage(), e);
        }
        random.nextBytes(data);
        registers = REGISTERS.stream().collect(Collectors.toMap(Function.identity(), _ -> (long) instructions.pointer()));
    }

    private void assemble(Architecture a) throws AssemblyException {
        chunks.addAll(a.syntax().assemble(a, text.toString()).chunks());
        text = new StringBuilder();
    }

    void load(BareMachine m) {
        for (Program.Chunk c : chunks) m.load(c.address(), c.bytes());
        m.load(DATA, data);
        Map<String, Long> initial = Map.ofEntries(Map.entry("gdtr.base", (long) GDT), Map.entry("gdtr.limit", 0x7fL),
                Map.entry("idtr.base", (long) IDT), Map.entry("idtr.limit", 0x7ffL), Map.entry("tr", 0x28L),
                Map.entry("tr.base", (long) TSS), Map.entry("tr.limit", 0x88L), Map.entry("tr.attributes", 0x8bL),
                Map.entry("ldtr", 0x30L), Map.entry("ldtr.base", (long) LDT), Map.entry("ldtr.limit", 0x7fL),
                Map.entry("ldtr.attributes", 0x82L), Map.entry("cr3", (long) DIRECTORY), Map.entry("cr0", 0x8000_0011L),
                Map.entry("cr4", 0x10L), Map.entry("esp", (long) STACK0));
        initial.forEach((name, value) -> m.processor().set(Registers.FILE.named(name).orElseThrow(), value));
        registers.forEach((name, value) -> m.processor().set(Registers.FILE.named(name).orElseThrow(), value));
        m.processor().set(Registers.FILE.pc(), BEGIN);
    }

    // ---- tables

    private void line(String format, Object... arguments) {
        text.append(arguments.length == 0 ? format : String.format(format, arguments)).append('\n');
    }

    private void bytes(int at, ByteBuffer b) {
        chunks.add(new Program.Chunk(at, b.array()));
    }

    private static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void descriptors(int at, long... descriptors) {
        ByteBuffer b = room(8 * descriptors.length);
        for (long d : descriptors) b.putLong(d);
        bytes(at, b);
    }

    private void ints(int at, int... values) {
        ByteBuffer b = room(4 * values.length);
        for (int v : values) b.putInt(v);
        bytes(at, b);
    }

    private void tables() {
        descriptors(GDT, 0, 0xcf9a000000ffffL, 0xcf92000000ffffL, 0xcffa000000ffffL, 0xcff2000000ffffL, 0x00008b0020000088L,
                0x00008200b000007fL, 0x40c092000000000fL, 0xcf9e000000ffffL, 0xcf12000000ffffL, 0xcff0000000ffffL, 0x8f9a000000ffffL,
                0x0000890020000088L, 0x0040f2000000000fL, 0, 0);
        long[] gates = new long[256];
        for (int v = 0; v < gates.length; v++) {
            boolean open = v >= 0x30 && v < 0x40, missing = v == 0x3a, wrong = v == 0x3b;
            int type = (v & 1) == 0 ? 0x8e : 0x8f;
            gates[v] = HANDLER | (wrong ? 0x50L : 8) << 16 | (missing ? 0x0eL : open ? type | 0x60 : type) << 40;
        }
        descriptors(IDT, gates);
        ints(TSS, 0, STACK0, 0x10);
        byte[] permissions = new byte[32];
        Arrays.fill(permissions, (byte) random.nextInt(256));
        bytes(TSS + 0x64, room(36).putInt(0x680000).put(permissions));
        descriptors(LDT, 0, 0xcf92000000ffffL, 0xcff2010000ffffL, 0xcffe000000ffffL);
        ByteBuffer pointers = room(8 * FAR_POINTERS);
        for (int i = 0; i < FAR_POINTERS; i++) pointers.putInt(instructions.slot()).putInt(instructions.selector());
        bytes(FAR, pointers);
        bytes(LIDT, room(6).putShort((short) 0x7ff).putInt(IDT));
        bytes(LIDT + 0x10, room(6).putShort((short) 0x67).putInt(IDT));
        bytes(LIDT + 0x20, room(6).putShort((short) 0x7f).putInt(GDT));
        ints(TABLE - 4, 0);
        for (int i = 0; i < SLOTS; i++) ints(TABLE + 8 * i, flags(), virtual(i) ? 2 : random.nextInt(2));
        pages(DIRECTORY, PAGES, 0);
        pages(DIRECTORY2, PAGES2, 3);
        decoys();
    }

    /** Is a slot entered in virtual-8086 mode? */
    private static boolean virtual(int slot) {
        return slot % 6 == 5;
    }

    private int flags() {
        return 2 | random.nextInt() & 0x40cd5 | (random.nextInt(4) == 0 ? 0 : 0x200) | (random.nextInt(12) == 0 ? 0x100 : 0)
                | (random.nextInt(4) == 0 ? 0x3000 : 0);
    }

    /** A directory: one table, a large page of all storage, one where nothing is installed, and the decoys. */
    private void pages(int directory, int table, int rotated) {
        ints(directory, table | 7, 0x83 | 4 * random.nextInt(2), 0x400087);
        ints(directory + 0xffc, DECOY_PAGES | 3);
        for (int p = 0; p < STORAGE >> 12; p++)
            ints(table + 4 * p, instructions.entry(p >= DATA >> 12 && p < (DATA >> 12) + 8 ? (DATA >> 12) + (p + rotated & 7) : p));
    }

    private void decoys() {
        ints(DECOY_PAGES, DECOYS | 3, DECOYS + 0x1000 | 3, DECOYS + 0x2000 | 3);
        long[] descriptors = new long[16];
        for (int i = 1; i < 16; i++) {
            boolean code = i == 1 || i == 3 || i == 8 || i == 11;
            descriptors[i] = (code ? 0xc7fe000000ffffL : 0xc7f2000000ffffL) | 0x100L * i << 16;
        }
        descriptors(DECOYS, descriptors);
    }

    // ---- the frame of the program

    private void out(int port, int... values) {
        for (int v : values) line("mov al, 0x%x\nmov dx, 0x%x\nout dx, al", v, port);
    }

    /** Interrupt controllers at vectors 20 and 28, a timer that ticks, a serial port that requests. */
    private void begin() {
        line(".org 0x%x", BEGIN);
        out(0x20, 0x11);
        out(0xa0, 0x11);
        out(0x21, 0x20, 4, 1, 0xe8);
        out(0xa1, 0x28, 2, 1, 0xff);
        int period = 4_000 + random.nextInt(20_000);
        out(0x43, 0x34);
        out(0x40, period & 0xff, period >> 8);
        out(0x3fb, 3);
        out(0x3f9, 7);
        out(0x3fc, 11);
        line("jmp 0x%x", CODE);
    }

    private void handler() {
        line(".org 0x%x", HANDLER);
        line("cld\nmov ax, 0x10\nmov ss, ax\nmov esp, 0x%x\nmov ds, ax\nmov es, ax\nlidt [0x%x]", STACK0, LIDT);
        line("mov al, 0x20\nout 0x20, al\nmov al, 0xe8\nout 0x21, al\nmov dx, 0x3f8\nin al, dx\nmov dx, 0x3fa\nin al, dx");
        line("mov ecx, [0x%x]\ninc ecx\nand ecx, %d\nmov [0x%x], ecx", TABLE - 4, SLOTS - 1, TABLE - 4);
        line("mov edx, [ecx*8+0x%x]\nmov eax, [ecx*8+0x%x]\nshl ecx, 7\nadd ecx, 0x%x\ncmp eax, 1\njz user\nja virtual", TABLE, TABLE + 4,
                CODE);
        line("push edx\npush 8\npush ecx\njmp regs");
        line("virtual: push 0\npush 0\npush 0x2000\npush 0x2000\npush 0x900\npush 0xff0\nor edx, 0x20000\npush edx\npush 0x1000");
        line("sub ecx, 0x%x\npush ecx\njmp regs", CODE);
        line("user: mov ax, 0x23\nmov ds, ax\nmov es, ax\npush 0x23\npush 0x%x\npush edx\npush 0x1b\npush ecx", STACK3);
        line("regs: mov eax, 0x%x\nmov ebx, 0x%x\nmov esi, 0x%x\nmov edi, 0x%x\nmov ecx, %d\niretd", instructions.pointer(),
                instructions.pointer(), DATA + random.nextInt(0x2000), DATA + random.nextInt(0x2000), random.nextInt(40));
    }

    private void slot(int n) {
        line(".org 0x%x", CODE + SLOT * n);
        int vector = random.nextInt(4) == 0 ? 0x30 : 0x30 + random.nextInt(16);
        if (virtual(n)) {
            for (int i = 0; i < 12; i++)
                line(".byte " + (random.nextInt(5) == 0 ? "0xcd, " + (0x30 + random.nextInt(16))
                        : VIRTUAL_BYTES.get(random.nextInt(VIRTUAL_BYTES.size()))));
            line(".byte 0xcd, 0x%x", vector);
            return;
        }
        for (int i = 0; i < 4; i++) line(instructions.instruction());
        line(random.nextInt(3) == 0 ? "int 0x%2$x" : "jmp 0x%1$x", instructions.slot(), vector);
    }
}
