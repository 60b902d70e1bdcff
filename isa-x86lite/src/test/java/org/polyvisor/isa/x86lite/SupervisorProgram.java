package org.polyvisor.isa.x86lite;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.x86lite.state.Registers;

/**
 * A random program for level 0: slots of instructions, run round and round, in level 0 and level 3; the handler of all exceptions and
 * interrupts takes the program on to the next slot, with the flags and the level that a table has for it. Paging is on, with tables that
 * the program changes, with and without a purge.
 */
final class SupervisorProgram {
    static final int STORAGE = 0x80000;

    private static final int GDT = 0x1000, IDT = 0x1800, TSS = 0x2000, HANDLER = 0x2200, TABLE = 0x2400, STACK0 = 0x8000, STACK3 = 0xa000,
            CODE = 0x10000, DATA = 0x20000, DIRECTORY = 0x30000, PAGES = 0x31000;
    private static final int SLOTS = 64, SLOT = 64;
    private static final List<String> REGISTERS = List.of("eax", "ecx", "edx", "ebx", "ebp", "esi", "edi");

    private final RandomGenerator random;
    private final StringBuilder text = new StringBuilder();

    SupervisorProgram(RandomGenerator random) {
        this.random = random;
    }

    void load(BareMachine m, Architecture a) {
        try {
            for (Program.Chunk c : a.syntax().assemble(a, text()).chunks()) m.load(c.address(), c.bytes());
        } catch (AssemblyException e) {
            throw new AssertionError(e.getMessage(), e);
        }
        byte[] data = new byte[0x3000];
        random.nextBytes(data);
        m.load(DATA, data);
        Map<String, Long> initial = Map.ofEntries(Map.entry("gdtr.base", (long) GDT), Map.entry("gdtr.limit", 0x7fL),
                Map.entry("idtr.base", (long) IDT),
                Map.entry("idtr.limit", 0x7ffL), Map.entry("tr", 0x28L), Map.entry("tr.base", (long) TSS), Map.entry("tr.limit", 0x88L),
                Map.entry("tr.attributes", 0x8bL), Map.entry("cr3", (long) DIRECTORY), Map.entry("cr0", 0x8000_0011L), Map.entry("cr4",
                        0x10L),
                Map.entry("esp", (long) STACK0), Map.entry("ldtr", 0x30L));
        initial.forEach((name, value) -> m.processor().set(Registers.FILE.named(name).orElseThrow(), value));
        for (String r : REGISTERS) m.processor().set(Registers.FILE.named(r).orElseThrow(), pointer());
        m.processor().set(Registers.FILE.pc(), CODE);
    }

    private int pointer() {
        return random.nextInt(6) == 0 ? random.nextInt() : DATA + random.nextInt(0x4000);
    }

    // ---- text

    private void line(String format, Object... arguments) {
        text.append(String.format(format, arguments)).append('\n');
    }

    private String text() {
        line(".org 0x%x", GDT);
        for (long d : new long[] {0, 0xcf9a000000ffffL, 0xcf92000000ffffL, 0xcffa000000ffffL, 0xcff2000000ffffL, 0x00008b0020000088L,
                0x00008200b000007fL,
            0x00c092000000000fL | 0x40L << 48, 0xcf9e000000ffffL, 0xcf12000000ffffL, 0xcff0000000ffffL, 0x8f9a000000ffffL, 0, 0, 0, 0})
            line(".long 0x%x, 0x%x", (int) d, (int) (d >>> 32));
        for (int v = 0; v < 256; v++) {
            boolean open = v >= 0x30 && v < 0x40, missing = v == 0x3a, wrong = v == 0x3b;
            int type = (v & 1) == 0 ? 0x8e : 0x8f;
            line(".org 0x%x\n.long 0x%x, 0x%x", IDT + 8 * v, HANDLER | (wrong ? 0x50 : 8) << 16, (missing ? 0x0e : open ? type | 0x60
                    : type) << 8);
        }
        line(".org 0x%x\n.long 0, 0x%x, 0x10", TSS, STACK0);
        line(".org 0x%x\n.long 0x680000", TSS + 0x64);
        line(".org 0x%x\n.fill 32, 1, 0x%x", TSS + 0x68, random.nextInt(256));
        handler();
        for (int i = 0; i < SLOTS; i++)
            line(".long 0x%x, %d", 2 | random.nextInt() & 0x40cd5 | (random.nextInt(4) == 0 ? 0 : 0x200) | (random.nextInt(12) == 0 ? 0x100
                    : 0)
                    | (random.nextInt(4) == 0 ? 0x3000 : 0), random.nextInt(2));
        for (int i = 0; i < SLOTS; i++) slot(i);
        line(".org 0x%x\n.long 0x%x", DIRECTORY, PAGES | 7);
        line(".org 0x%x", PAGES);
        for (int p = 0; p < STORAGE >> 12; p++) line(".long 0x%x", entry(p));
        return text.toString();
    }

    private int entry(int page) {
        boolean ours = page == 2 || page == 1 || page == 7 || page >= DIRECTORY >> 12 && page <= PAGES >> 12;
        if (page < DATA >> 12 || ours) return page << 12 | (page == 9 || page >= CODE >> 12 ? 7 : random.nextInt(2) * 4 + 3);
        return (random.nextInt(8) == 0 ? DATA >> 12 | random.nextInt(4) : page) << 12 | random.nextInt(8) | (random.nextBoolean() ? 1 : 0);
    }

    private void handler() {
        line(".org 0x%x", HANDLER);
        line("cld\nmov ax, 0x10\nmov ss, ax\nmov esp, 0x%x\nmov ds, ax\nmov es, ax", STACK0);
        line("mov ecx, [0x%x]\ninc ecx\nand ecx, %d\nmov [0x%x], ecx", TABLE - 4, SLOTS - 1, TABLE - 4);
        line("mov edx, [ecx*8+0x%x]\nmov eax, [ecx*8+0x%x]\nshl ecx, 6\nadd ecx, 0x%x\ntest eax, eax\njnz user", TABLE, TABLE + 4, CODE);
        line("push edx\npush 8\npush ecx\njmp regs");
        line("user: mov ax, 0x23\nmov ds, ax\nmov es, ax\npush 0x23\npush 0x%x\npush edx\npush 0x1b\npush ecx", STACK3);
        line("regs: mov eax, 0x%x\nmov ebx, 0x%x\nmov esi, 0x%x\nmov edi, 0x%x\nmov ecx, %d\niretd", pointer(), pointer(), DATA
                + random.nextInt(0x2000),
                DATA + random.nextInt(0x2000), random.nextInt(40));
        line(".org 0x%x\n.long 0", TABLE - 4);
        line(".org 0x2800\n.word 0x7ff\n.long 0x%x", IDT);
    }

    private void slot(int n) {
        line(".org 0x%x", CODE + SLOT * n);
        for (int i = 0; i < 5; i++) line("%s", instruction());
        line(random.nextInt(3) == 0 ? "int 0x%2$x" : "jmp 0x%1$x", CODE + SLOT * random.nextInt(SLOTS), 0x30 + random.nextInt(16));
    }

    private String r() {
        return REGISTERS.get(random.nextInt(REGISTERS.size()));
    }

    private String storage() {
        return random.nextInt(4) == 0 ? "[0x" + Integer.toHexString(DATA + random.nextInt(0x4000)) + "]"
                : "[" + List.of("ebx", "esi", "edi").get(random.nextInt(3)) + "+" + random.nextInt(256) + "]";
    }

    private String selector() {
        return "0x" + Integer.toHexString(List.of(0, 8, 0x10, 0x18, 0x1b, 0x20, 0x23, 0x28, 0x30, 0x38, 0x40, 0x48, 0x50, 0x58, 0x13,
                0x7c).get(random.nextInt(16)));
    }

    private String instruction() {
        int page = (DATA >> 12) + random.nextInt(8);
        return switch (random.nextInt(64)) {
            case 0 -> "pushfd\npop " + r();
            case 1 -> "push " + random.nextInt(1 << 14) + "\npopfd";
            case 2 -> "cli";
            case 3 -> "sti";
            case 4 -> "sti\n" + instruction();
            case 5 -> "smsw ax";
            case 6 -> "sgdt " + storage();
            case 7 -> "sidt " + storage();
            case 8 -> "sldt ax";
            case 9 -> "str cx";
            case 10 -> "mov ecx, " + selector() + "\nlar eax, ecx";
            case 11 -> "mov ecx, " + selector() + "\nlsl edx, ecx";
            case 12 -> "mov ecx, " + selector() + "\nverr cx";
            case 13 -> "mov ecx, " + selector() + "\nverw cx";
            case 14 -> "mov eax, cr0\nxor eax, 0x10000\nmov cr0, eax";
            case 15 -> "mov eax, cr3\nmov cr3, eax";
            case 16 -> "mov eax, cr" + List.of(0, 2, 3, 4).get(random.nextInt(4));
            case 17 -> "invlpg [0x" + Integer.toHexString(page << 12) + "]";
            case 18, 19 -> "mov dword ptr [0x" + Integer.toHexString(PAGES + 4 * page) + "], 0x" + Integer.toHexString(entry(page));
            case 20 -> "mov dword ptr [0x" + Integer.toHexString(PAGES + 4 * page) + "], 0x" + Integer.toHexString(entry(page))
                    + "\ninvlpg [0x"
                    + Integer.toHexString(page << 12) + "]";
            case 21 -> "xor edx, edx\ndiv ecx";
            case 22 -> "ud2";
            case 23 -> "hlt";
            case 24 -> "mov edx, 0x3fd\nin al, dx";
            case 25 -> "in al, 0x" + Integer.toHexString(random.nextInt(256));
            case 26 -> "out 0x80, al";
            case 27 -> "rep movsb";
            case 28 -> "mov ecx, " + random.nextInt(3000) + "\nrep stosb";
            case 29 -> "repne scasb";
            case 30 -> "mov ecx, " + selector() + "\nmov " + List.of("ds", "es", "fs", "gs").get(random.nextInt(4)) + ", ecx";
            case 31 -> "mov eax, ds\npush es\npop edx";
            case 32 -> "push " + selector() + "\npop fs";
            case 33 -> "int 0x" + Integer.toHexString(random.nextInt(0x48));
            case 34 -> "int3";
            case 35 -> "mov al, 127\ninc al\ninto";
            case 36 -> "mov eax, 0x400\nmov dr7, eax\nmov eax, dr6";
            case 37 -> "clts";
            case 38 -> "lmsw ax";
            case 39 -> "lidt [0x2800]";
            case 40 -> "mov byte ptr [0x" + Integer.toHexString(CODE + random.nextInt(SLOTS * SLOT)) + "], " + random.nextInt(256);
            case 41 -> "jmp 0x8:0x" + Integer.toHexString(CODE + SLOT * random.nextInt(SLOTS));
            case 42 -> "call 0x" + Integer.toHexString(random.nextBoolean() ? 0x1b : 8) + ":0x" + Integer.toHexString(CODE
                    + SLOT * random.nextInt(SLOTS));
            case 43 -> "retf";
            case 44 -> "iretd";
            case 45 -> "push 0x23\npush 0x" + Integer.toHexString(STACK3) + "\npush 0x202\npush 0x1b\npush 0x" + Integer.toHexString(CODE
                    + SLOT * random.nextInt(SLOTS)) + "\niretd";
            case 46 -> "bound eax, " + storage();
            case 47 -> "rdtsc";
            case 48 -> "arpl cx, dx";
            case 49 -> "pushad\npopad";
            case 50 -> "push ss\npop ss\n" + instruction();
            case 51 -> "xchg " + storage() + ", " + r();
            case 52, 53 -> "mov " + storage() + ", " + r();
            case 54, 55 -> "mov " + r() + ", " + storage();
            case 56 -> "adc eax, " + storage();
            case 57 -> "mov " + List.of("ebx", "esi", "edi").get(random.nextInt(3)) + ", 0x" + Integer.toHexString(pointer());
            case 58 -> "mov bx, " + random.nextInt(0x8000);
            case 59 -> "lock inc dword ptr " + storage();
            case 60 -> "enter 16, 2\nleave";
            case 61 -> "mov ecx, 5\nloop .";
            case 62 -> "cmp eax, edx\nsetb al";
            default -> "add " + r() + ", " + random.nextInt(1000);
        };
    }
}
