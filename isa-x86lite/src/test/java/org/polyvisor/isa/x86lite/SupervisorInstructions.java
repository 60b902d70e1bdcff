package org.polyvisor.isa.x86lite;

import static org.polyvisor.isa.x86lite.SupervisorProgram.*;

import java.util.List;
import java.util.random.RandomGenerator;

/** Random instructions for level 0 and 3, and what they are about: slots, selectors, pointers, entries of page tables. */
final class SupervisorInstructions {
    private static final List<Integer> SELECTORS = List.of(0, 8, 0x10, 0x18, 0x1b, 0x20, 0x23, 0x28, 0x30, 0x38, 0x43, 0x48, 0x48, 0x53,
            0x58, 0x13, 0x6b, 0x0c, 0x0f, 0x17, 0x23);

    private final RandomGenerator random;

    SupervisorInstructions(RandomGenerator random) {
        this.random = random;
    }

    // ---- what they are about

    int slot() {
        return CODE + SLOT * random.nextInt(SLOTS);
    }

    int selector() {
        return SELECTORS.get(random.nextInt(SELECTORS.size()));
    }

    int pointer() {
        return switch (random.nextInt(16)) {
            case 0, 1 -> random.nextInt();
            case 2 -> 0x400000 + DATA + random.nextInt(0x4000);
            default -> DATA + random.nextInt(0x4000);
        };
    }

    /** Page 0 is another name of the code, where jumps to 16 bits lead. */
    int entry(int page) {
        if (page == 0) return CODE | 7;
        boolean ours = page <= 2 || page == 7 || page >= DIRECTORY >> 12 && page <= LAST_OF_OURS;
        if (page < DATA >> 12 || ours) return page << 12 | (page == 9 || page == 11 || page >= CODE >> 12 ? 7 : random.nextInt(2) * 4 + 3);
        int frame = switch (random.nextInt(16)) {
            case 0, 1 -> DATA >> 12 | random.nextInt(4);
            case 2 -> (STORAGE >> 12) + random.nextInt(4);
            case 3 -> random.nextInt() >>> 12;
            default -> page;
        };
        return frame << 12 | random.nextInt(8) | (random.nextInt(3) != 0 ? 1 : 0);
    }

    private String hex(int n) {
        return "0x" + Integer.toHexString(n);
    }

    private String r() {
        return REGISTERS.get(random.nextInt(REGISTERS.size()));
    }

    private String storage() {
        return random.nextInt(4) == 0 ? "[" + hex(DATA + random.nextInt(0x4000)) + "]"
                : "[" + List.of("ebx", "esi", "edi").get(random.nextInt(3)) + "+" + random.nextInt(256) + "]";
    }

    // ---- instructions

    String instruction() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> sensitive();
            case 3, 4, 5 -> supervisor();
            default -> program();
        };
    }

    /** Every row that the classifier calls sensitive. */
    private String sensitive() {
        String far = hex(List.of(0x1b, 0x1b, 0x43, 8).get(random.nextInt(4)));
        String pointer = ", " + le(FAR + 8 * random.nextInt(FAR_POINTERS), 4);
        return switch (random.nextInt(46)) {
            case 0 -> "pushfd\npop " + r();
            case 1 -> "push " + random.nextInt(1 << 14) + "\npopfd";
            case 2 -> ".byte 0x66, 0x9c";
            case 3 -> ".byte 0x66, 0x68, " + le(random.nextInt(1 << 14), 2) + "\n.byte 0x66, 0x9d";
            case 4 -> "smsw ax";
            case 5 -> "sgdt " + storage();
            case 6 -> "sidt " + storage();
            case 7, 41 -> "sldt ax";
            case 8 -> "str cx";
            case 9 -> "mov ecx, " + hex(selector()) + "\nlar eax, ecx";
            case 10 -> "mov ecx, " + hex(selector()) + "\nlsl edx, ecx";
            case 11 -> "mov ecx, " + hex(selector()) + "\nverr cx";
            case 12 -> "mov ecx, " + hex(selector()) + "\nverw cx";
            case 13, 14 -> "mov ecx, " + hex(selector()) + "\nmov " + List.of("ds", "es", "fs", "gs").get(random.nextInt(4)) + ", ecx";
            case 15, 42 -> "mov eax, " + List.of("ds", "es", "fs", "gs", "ss", "cs").get(random.nextInt(6));
            case 16, 17, 36, 37 -> ".byte " + segmentPush();
            case 18, 19, 38, 39, 40 -> ".byte 0x66, " + segmentPush();
            case 20, 21, 22 -> "push " + hex(selector()) + "\n.byte " + segmentPop();
            case 23, 24, 25 -> ".byte 0x66, 0x68, " + le(selector(), 2) + "\n.byte 0x66, " + segmentPop();
            case 26 -> "jmp " + far + ":" + hex(slot());
            case 27 -> "call " + far + ":" + hex(slot());
            case 28 -> ".byte 0xff, 0x2d" + pointer;
            case 29 -> ".byte 0xff, 0x1d" + pointer;
            case 30 -> "push " + far + "\npush " + hex(slot()) + "\nretf";
            case 31 -> "push " + far + "\npush " + hex(slot()) + "\n.byte 0xca, 4, 0";
            case 32 -> push16(Integer.decode(far)) + push16(slot()) + ".byte 0x66, 0xcb";
            case 33 -> push16(Integer.decode(far)) + push16(slot()) + ".byte 0x66, 0xca, 4, 0";
            case 34 -> push16(random.nextInt(1 << 14)) + push16(Integer.decode(far)) + push16(slot()) + ".byte 0x66, 0xcf";
            case 35 -> "push 0x23\npush " + hex(STACK3) + "\npush 0x202\npush " + far + "\npush " + hex(slot()) + "\niretd";
            default -> ".byte " + List.of("0xc5", "0xc4", "0x0f, 0xb4", "0x0f, 0xb5", "0x0f, 0xb2").get(random.nextInt(5)) + ", 0x05"
                    + pointer;
        };
    }

    private String segmentPush() {
        return List.of("0x06", "0x0e", "0x16", "0x1e", "0x0f, 0xa0", "0x0f, 0xa8").get(random.nextInt(6));
    }

    private String segmentPop() {
        return List.of("0x07", "0x17", "0x1f", "0x0f, 0xa1", "0x0f, 0xa9").get(random.nextInt(5));
    }

    private String push16(int n) {
        return ".byte 0x66, 0x68, " + le(n, 2) + "\n";
    }

    private String le(int n, int bytes) {
        StringBuilder s = new StringBuilder(hex(n & 0xff));
        for (int i = 1; i < bytes; i++) s.append(", ").append(hex(n >> 8 * i & 0xff));
        return s.toString();
    }

    private String supervisor() {
        int page = (DATA >> 12) + random.nextInt(8), table = random.nextInt(4) == 0 ? PAGES2 : PAGES;
        String write = "mov dword ptr [" + hex(table + 4 * page) + "], " + hex(entry(page)), purge = "\ninvlpg [" + hex(page << 12) + "]";
        return switch (random.nextInt(38)) {
            case 0 -> "cli";
            case 1 -> "sti";
            case 2 -> "sti\n" + instruction();
            case 3 -> "mov eax, cr0\nxor eax, 0x10000\nmov cr0, eax";
            case 4 -> "mov eax, cr3\nmov cr3, eax";
            case 5, 6 -> "mov eax, " + hex(random.nextBoolean() ? DIRECTORY : DIRECTORY2) + "\nmov cr3, eax";
            case 7 -> "mov eax, cr" + List.of(0, 2, 3, 4).get(random.nextInt(4));
            case 8 -> purge.strip();
            case 9, 10, 11 -> write;
            case 12, 13 -> write + purge;
            case 14 -> "ud2";
            case 15 -> "hlt";
            case 16 -> "mov edx, 0x3fd\nin al, dx";
            case 17 -> "in al, " + hex(random.nextInt(256));
            case 18 -> "out 0x80, al";
            case 19 -> "mov edx, 0x3f8\nmov al, " + (32 + random.nextInt(90)) + "\nout dx, al";
            case 20 -> "mov edx, 0x3f9\nmov al, " + random.nextInt(16) + "\nout dx, al";
            case 21 -> "mov al, 0\nout 0x43, al\nin al, 0x40\nin al, 0x40";
            case 22 -> "mov al, " + random.nextInt(256) + "\nout 0x21, al\nin al, 0x20";
            case 23 -> "int 0x" + Integer.toHexString(random.nextInt(0x48));
            case 24 -> "mov eax, 0x400\nmov dr7, eax\nmov eax, dr6";
            case 25 -> "mov eax, cr0\nor eax, 10\nmov cr0, eax\nfwait";
            case 26 -> "clts";
            case 27 -> "lmsw ax";
            case 28 -> "lidt [" + hex(LIDT + 16 * random.nextInt(2)) + "]";
            case 29 -> "lgdt [" + hex(LIDT) + "]\nlgdt [" + hex(LIDT + 0x20) + "]";
            case 30 -> "mov byte ptr [" + hex(CODE + random.nextInt(SLOTS * SLOT)) + "], " + random.nextInt(256);
            case 31 -> "mov ecx, 0x30\nlldt cx";
            case 32 -> "mov byte ptr [" + hex(GDT + 0x65) + "], 0x89\nmov ecx, 0x60\nltr cx";
            case 33 -> "mov eax, cr0\nand eax, 0x7fffffff\nmov cr0, eax\n" + program() + "\nmov eax, cr0\nor eax, 0x80000000\nmov cr0, eax";
            case 34 -> "rdtsc";
            case 35 -> "mov ecx, 0x6b\nmov ss, ecx\npush eax";
            case 36 -> "push 0x4002\npopfd\niretd";
            default -> "mov edx, " + hex(List.of(0x80, 0x40, 0x61, 0x70, 0x3f8).get(random.nextInt(5)))
                    + "\nmov ecx, 3\nrep " + List.of("insb", "outsb").get(random.nextInt(2));
        };
    }

    private String program() {
        return switch (random.nextInt(26)) {
            case 0 -> "xor ecx, ecx\ndiv ecx";
            case 1 -> "rep movsb";
            case 2 -> "mov ecx, " + random.nextInt(600) + "\nrep stosb";
            case 3 -> "repne scasb";
            case 4 -> "int3";
            case 5 -> "mov al, 127\ninc al\ninto";
            case 6 -> "bound eax, " + storage();
            case 7 -> "arpl cx, dx";
            case 8 -> "pushad\npopad";
            case 9 -> "push ss\npop ss\nnop";
            case 10, 11 -> "xchg " + storage() + ", " + r();
            case 12, 13 -> "mov " + storage() + ", " + r();
            case 14, 15 -> "mov " + r() + ", " + storage();
            case 16 -> "adc eax, " + storage();
            case 17 -> "mov " + List.of("ebx", "esi", "edi").get(random.nextInt(3)) + ", " + hex(pointer());
            case 18 -> "mov bx, " + random.nextInt(0x8000);
            case 19 -> "lock inc dword ptr " + storage();
            case 20 -> "enter 16, 2\nleave";
            case 21 -> "mov ecx, 5\nloop .";
            case 22 -> "cmp eax, edx\nsetb al";
            default -> "add " + r() + ", " + random.nextInt(1000);
        };
    }
}
