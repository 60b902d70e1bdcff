package org.polyvisor.isa.x86lite;

import static org.polyvisor.isa.x86lite.LoopFrame.VARIABLES;
import static org.polyvisor.isa.x86lite.LoopProgram.*;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Writes functions of loops. EAX, ECX and EDX are worked with, EBX, ESI and EDI point to data, EBP counts rounds; other counters and the
 * numbers of computed jumps are variables.
 */
final class LoopInstructions {
    private static final List<String> WORKED = List.of("eax", "ecx", "edx"), HALVES = List.of("ax", "cx", "dx"),
            BYTES = List.of("al", "cl", "dl", "ah", "ch", "dh"), POINTERS = List.of("ebx", "esi", "edi");
    private static final List<String> CONDITIONS = List.of("o", "no", "b", "ae", "z", "nz", "be", "a", "s", "ns", "p", "np", "l", "ge",
            "le", "g");
    private static final List<String> WRITERS = List.of("add", "sub", "cmp", "and", "or", "xor", "adc", "sbb", "test"),
            SHIFTS = List.of("shl", "shr", "sar", "rol", "ror", "rcl", "rcr"), ONES = List.of("inc", "dec", "neg", "not");
    /** ADD, OR, ADC, SBB, AND, SUB, XOR and CMP of EDX and a byte. */
    private static final int GROUP = 0xc2;
    /** A piece of code that is replaced by others has so many bytes. */
    private static final int REPLACED = 8;
    /** Variables: how often a seldom store was left out, bounds, and all counters from here on. */
    private static final int LEFT_OUT = VARIABLES + 0x10, BOUNDS = VARIABLES + 0x20, COUNTERS = VARIABLES + 0x400;
    private static final List<String> REPLACEMENTS = List.of("0x40, 0x42, 0x31, 0xc2, 0xf9, 0x83, 0xd0, 5",
            "0x90, 0x4a, 0xd1, 0xc0, 0x73, 1, 0x42, 0x90", "0x29, 0xd0, 0x1b, 0xd2, 0x03, 0xd0, 0x41, 0xf5",
            "0x8d, 0x44, 0x50, 3, 0x33, 0xc8, 0x48, 0x90");

    private final RandomGenerator random;
    private final boolean user;
    private final StringBuilder text;
    private int function;
    private int labels;
    private int variables = COUNTERS;
    private final List<Patched> patched = new ArrayList<>();

    /** Label of an instruction that can be stored into, and which kind it is. */
    private record Patched(String label, int kind) {}

    LoopInstructions(RandomGenerator random, boolean user, StringBuilder text) {
        this.random = random;
        this.user = user;
        this.text = text;
    }

    private void line(String format, Object... arguments) {
        text.append(arguments.length == 0 ? format : String.format(format, arguments)).append('\n');
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String label() {
        return "l" + labels++;
    }

    private int variable() {
        return variables += 4;
    }

    // ---- structure

    void function(int n) {
        function = n;
        if (random.nextInt(3) == 0) line(".org 0x%x", CODE + 0x800 * (n + 1) + random.nextInt(2) * 0x7f0);
        else line(".align 16");
        line("f%d: push ebp", n);
        for (int loops = 1 + random.nextInt(2); loops > 0; loops--) loop(0);
        line("pop ebp\nret");
    }

    private void loop(int depth) {
        String head = label();
        int rounds = depth == 0 ? 10 + random.nextInt(150) : 1 + random.nextInt(40), counter = variable(), form = random.nextInt(4);
        switch (form) {
            case 0 -> line("push ebp\nmov ebp, %d\n%s:", rounds, head);
            case 1 -> line("mov dword ptr [0x%x], %d\n%s:", counter, rounds, head);
            case 2 -> line("mov ecx, %d\n%s: push ecx", rounds, head);
            default -> line("mov dword ptr [0x%x], 0\n%s:", counter, head);
        }
        pointer();
        for (int n = 1 + random.nextInt(depth == 0 ? 6 : 4); n > 0; n--) {
            if (depth < 2 && random.nextInt(6) == 0) loop(depth + 1);
            else piece();
        }
        switch (form) {
            case 0 -> line("dec ebp\njnz %s\npop ebp", head);
            case 1 -> line("sub dword ptr [0x%x], 1\nja %s", counter, head);
            case 2 -> line(random.nextBoolean() ? "pop ecx\ndec ecx\njg %s" : "pop ecx\nsub ecx, 1\nlea edx, [ecx+edx]\ncmc\njnz %s", head);
            default -> line("inc dword ptr [0x%x]\ncmp dword ptr [0x%x], %d\njb %s", counter, counter, rounds, head);
        }
    }

    /** Leads a pointer back to the data. */
    private void pointer() {
        String r = one(POINTERS);
        line("and %s, 0x%x\nadd %s, 0x%x", r, one(List.of(0x3fff, 0x1ffc, 0x0ffc, 0x3ff)), r, FIELDS);
    }

    private void piece() {
        switch (random.nextInt(26)) {
            case 0, 1, 2, 3, 4, 5 -> flags();
            case 6, 7, 8 -> storage();
            case 9 -> strings();
            case 10, 11 -> skip();
            case 12 -> computed();
            case 13, 14 -> call();
            case 15, 16 -> patch();
            case 17 -> patchable();
            case 18, 19, 20 -> fault();
            case 21 -> supervisor();
            case 22 -> line("mov eax, %d\nlea edx, [eax+edx*4+%d]\nimul eax, edx", random.nextInt(), random.nextInt(100));
            case 23 -> pointer();
            case 24 -> tight();
            default -> line("add %s, %d", one(POINTERS), random.nextInt(-40, 200));
        }
    }

    // ---- flags

    private String writer() {
        int bits = random.nextInt(3);
        List<String> r = List.of(WORKED, HALVES, BYTES).get(bits);
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> one(WRITERS) + " " + one(r) + ", " + one(r);
            case 5 -> one(WRITERS) + " " + one(r) + ", " + random.nextInt(1 << 7);
            case 6, 7 -> one(ONES) + " " + one(r);
            case 8 -> one(SHIFTS) + " " + one(r) + ", " + one(List.of("cl", "1", "0", "3", "7", "8", "15", "17", "31"));
            case 9 -> one(List.of("clc", "stc", "cmc", "lahf", "sahf", "cld", "xchg ah, al", "daa", "aas", "cdq"));
            case 10 -> one(List.of("bt", "bts", "btr", "btc")) + " " + one(WORKED) + ", " + one(WORKED);
            default -> one(List.of("shld", "shrd")) + " " + one(WORKED) + ", " + one(WORKED) + ", " + one(List.of("cl", "5", "1"));
        };
    }

    private void flags() {
        for (int n = 1 + random.nextInt(4); n > 0; n--) line(writer());
        switch (random.nextInt(7)) {
            case 0 -> line("%s %s, %s", one(List.of("adc", "sbb", "rcl", "rcr")), one(WORKED), one(List.of("1", "1")));
            case 1 -> line("set%s %s", one(CONDITIONS), one(BYTES));
            case 2 -> line("cmov%s %s, %s", one(CONDITIONS), one(WORKED), one(WORKED));
            case 3 -> line("pushfd\npop eax");
            case 4 -> line("pushfd\nxor dword ptr [esp], 0x%x\npopfd", one(List.of(0x8d5, 1, 0x40, 0x880, 0x14)));
            case 5 -> skip();
            default -> line("set%s byte ptr [%s+%d]", one(CONDITIONS), one(POINTERS), random.nextInt(64));
        }
    }

    private void skip() {
        String to = label();
        line("j%s %s", one(CONDITIONS), to);
        for (int n = 1 + random.nextInt(3); n > 0; n--) line(writer());
        if (random.nextInt(3) == 0) storage();
        line(to + ":");
    }

    // ---- storage

    private String place() {
        return switch (random.nextInt(4)) {
            case 0 -> String.format("[0x%x]", FIELDS + random.nextInt(0x6ff0));
            case 1 -> "[" + one(POINTERS) + "+ebp*" + one(List.of("1", "2", "4")) + "]";
            default -> "[" + one(POINTERS) + "+" + random.nextInt(300) + "]";
        };
    }

    private void storage() {
        int bits = random.nextInt(3);
        String r = one(List.of(WORKED, HALVES, BYTES).get(bits)), p = place();
        String width = List.of("dword ptr ", "word ptr ", "byte ptr ").get(bits);
        switch (random.nextInt(9)) {
            case 0, 1 -> line("mov %s, %s", p, r);
            case 2, 3 -> line("mov %s, %s", r, p);
            case 4 -> line("%s %s, %s", one(List.of("add", "sub", "adc", "sbb", "xor", "cmp")), p, r);
            case 5 -> line("%s %s, %s", one(List.of("add", "sub", "adc", "sbb", "xor", "cmp")), r, p);
            case 6 -> line("%s %s%s", one(ONES), width, p);
            case 7 -> line("xchg %s, %s", p, r);
            default -> line("%s %s%s, %s", one(SHIFTS), width, p, one(List.of("1", "3", "cl")));
        }
    }

    private void strings() {
        line("push ecx\npush esi\npush edi\nmov ecx, %d\n%s", random.nextInt(1, 40), random.nextInt(6) == 0 ? "std" : "cld");
        if (random.nextInt(3) == 0) line("lea edi, [esi+%d]", random.nextInt(-3, 9));
        line(one(List.of("rep movsb", "rep movsd", "rep stosb", "rep stosd", "repe cmpsb", "repne scasb", "rep lodsb", "movsd", "lodsb")));
        line("pop edi\npop esi\npop ecx" + (random.nextBoolean() ? "\ncld" : ""));
    }

    // ---- jumps

    /** Where to, a variable says that goes around; the last form comes back as if called. */
    private void computed() {
        int turn = variable(), form = random.nextInt(4);
        List<String> targets = IntStream.range(0, 4).mapToObj(_ -> label()).toList();
        String end = label(), over = label(), table = label();
        line("mov eax, [0x%x]\ninc eax\nand eax, %d\nmov [0x%x], eax", turn, random.nextBoolean() ? 3 : 1, turn);
        line("jmp %s\n.align 4\n%s: .long %s\n%s:", over, table, String.join(", ", targets), over);
        switch (form) {
            case 0 -> line("jmp dword ptr [eax*4+%s]", table);
            case 1 -> line("mov eax, [eax*4+%s]\njmp eax", table);
            case 2 -> line("push dword ptr [eax*4+%s]\nret", table);
            default -> line("push offset %s\njmp dword ptr [eax*4+%s]", end, table);
        }
        for (String t : targets) line("%s: %s\n%s\n%s", t, writer(), writer(), form == 3 ? "ret" : "jmp " + end);
        line(end + ":");
    }

    private void call() {
        if (function + 1 < FUNCTIONS && random.nextInt(4) == 0) {
            int called = function + 1 + random.nextInt(FUNCTIONS - function - 1);
            line(random.nextBoolean() ? "call f%d" : "mov eax, offset f%d\ncall eax", called);
            return;
        }
        String leaf = label(), over = label();
        line("call %s\n%s\njmp %s\n%s: %s\n%s\nret\n%s:", leaf, writer(), over, leaf, writer(), writer(), over);
    }

    private void tight() {
        String head = label();
        line("mov ecx, %d\n%s: %s\nloop %s", random.nextInt(1, 30), head, one(List.of("add eax, edx", "xor al, [esi]", "adc edx, eax",
                "inc dword ptr [ebx]", "mov [edi], al\ninc edi", "sub eax, ecx")), head);
    }

    // ---- stores into code

    private void patchable() {
        String at = label();
        int kind = random.nextInt(3);
        patched.add(new Patched(at, kind));
        switch (kind) {
            case 0 -> line("%s: .byte 0x83, 0x%x, %d", at, GROUP + 8 * random.nextInt(8), random.nextInt(128));
            case 1 -> line("%s: .byte 0x%x, 2\nadd eax, edx", at, 0x70 + random.nextInt(16));
            default -> line(".align 4\n%s: .byte %s", at, one(REPLACEMENTS));
        }
    }

    /** Stores into code that was written, or is to be next. */
    private void patch() {
        Patched p;
        boolean seldom = random.nextInt(6) != 0;
        String over = label();
        int times = one(List.of(15, 31, 63, 127));
        if (seldom) line("inc dword ptr [0x%x]\ntest byte ptr [0x%x], 0x%x\njnz %s", LEFT_OUT, LEFT_OUT, times, over);
        if (random.nextBoolean() || patched.isEmpty()) {
            p = new Patched("p" + label(), random.nextInt(2));
        } else p = one(patched);
        switch (p.kind) {
            case 0 -> line(random.nextBoolean() ? "mov [%s+2], dl" : "and dl, 0x38\nor dl, 0xc2\nmov [%s+1], dl", p.label);
            case 1 -> line("and al, 15\nor al, 0x70\nmov [%s], al", p.label);
            default -> {
                String source = label(), past = label();
                line("jmp %s\n%s: .byte %s\n%s: push esi\npush edi\npush ecx\ncld", past, source, one(REPLACEMENTS), past);
                line("mov esi, offset %s\nmov edi, offset %s\nmov ecx, %d\nrep movsb", source, p.label, REPLACED);
                line("pop ecx\npop edi\npop esi");
            }
        }
        if (seldom) line(over + ":");
        if (patched.contains(p)) return;
        for (int n = random.nextInt(3); n > 0; n--) line(writer());
        if (p.kind == 0) line("%s: .byte 0x83, 0x%x, %d", p.label, GROUP, random.nextInt(128));
        else line("%s: .byte 0x74, 2\nadd eax, edx", p.label);
        patched.add(p);
    }

    // ---- exceptions

    private void fault() {
        line(switch (random.nextInt(12)) {
            case 0 -> "and ecx, 3\ndiv ecx";
            case 1 -> "and cl, 1\ndiv cl";
            case 2 -> "cdq\nand ecx, 7\nidiv ecx";
            case 3 -> "ud2";
            case 4 -> "int 0x30";
            case 5 -> "int3";
            case 6 -> "into";
            case 7 -> String.format("mov dword ptr [0x%x], 0\nmov dword ptr [0x%x], 1000\nbound eax, [0x%x]", BOUNDS, BOUNDS + 4, BOUNDS);
            case 8 -> "mov eax, " + one(List.of("0", "0x23", "0x33", "0x68", "0x13")) + "\nmov fs, eax";
            case 9 -> "mov eax, 0x33\nmov fs, eax\npush ebx\nand ebx, 0x1fff\n.byte 0x64\nmov eax, [ebx]\npop ebx";
            case 10 -> "mov eax, [0x" + Integer.toHexString(random.nextInt(0x60000, 0x90000)) + "]";
            default -> "pushfd\nor dword ptr [esp], 0x100\npopfd\nadd eax, edx\nadc edx, ecx";
        });
    }

    private void supervisor() {
        if (user) {
            line(one(List.of("cli", "hlt", "int 0x30", "smsw ax", "sidt [ebx]")));
            return;
        }
        line(one(List.of("cli\nadd eax, edx\nsti", "sti\nadc eax, edx", "hlt", "mov eax, cr3\nmov cr3, eax", "invlpg [esi]", "mov eax, cr2",
                "rdtsc", "mov eax, cr0\nxor eax, 0x10000\nmov cr0, eax", "in al, 0x61", "mov al, 0x20\nout 0x20, al")));
    }
}
