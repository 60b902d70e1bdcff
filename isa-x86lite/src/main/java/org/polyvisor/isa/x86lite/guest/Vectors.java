package org.polyvisor.isa.x86lite.guest;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The interrupt descriptor table and where its gates lead, as assembler text; SDM volume 3, 6.11 to 6.15. */
final class Vectors {
    static final int DIVIDE = 0, INVALID_OPCODE = 6, GENERAL_PROTECTION = 13, PAGE_FAULT = 14;
    /** What the master controller's eight requests are mapped to. */
    static final int REQUESTS = 32;
    static final int TIMER = REQUESTS, SERIAL = REQUESTS + 4;
    /** What programs may ask for: a system call, and the end that a failed check is. */
    static final int SYSTEM_CALL = 0x80, INDEX = 0x81;

    private static final int SPURIOUS = REQUESTS + 7;
    private static final Set<Integer> WITH_ERROR_CODE = Set.of(8, 10, 11, 12, 13, 14, 17);
    private static final Set<Integer> RESERVED = Set.of(9, 15);
    private static final int INTERRUPT_GATE = 0x8e00, FOR_PROGRAMS = 0x6000;

    private Vectors() {}

    private static Set<Integer> used() {
        Set<Integer> all = new TreeSet<>(Set.of(TIMER, SERIAL, SPURIOUS, SYSTEM_CALL, INDEX));
        IntStream.rangeClosed(0, 19).filter(v -> !RESERVED.contains(v)).forEach(all::add);
        return all;
    }

    /** {@return text that defines LIDT and LIDT_LIMIT, and uses LTRAP and LREQUEST} */
    static String text() {
        Set<Integer> used = used();
        String table = IntStream.rangeClosed(0, INDEX).mapToObj(v -> used.contains(v) ? gate(v) : "dd 0, 0").collect(Collectors.joining("\n"));
        String entries = used.stream().map(Vectors::entry).collect(Collectors.joining("\n"));
        return Stream.of("align 8, 0", "LIDT:", table, "LIDT_LIMIT equ $ - LIDT - 1", entries).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String gate(int vector) {
        int kind = vector >= SYSTEM_CALL ? INTERRUPT_GATE | FOR_PROGRAMS : INTERRUPT_GATE;
        return "dd LV%1$d & 0xffff | 0x80000, LV%1$d & 0xffff0000 | %2$d".formatted(vector, kind);
    }

    /**
     * Brings the stack into one form: vector above error code. The address that a page fault concerns takes the place of its error
     * code. A request of the lowest priority is spurious, as the others of that level are masked: it has no end of interrupt.
     */
    private static String entry(int vector) {
        String label = "LV" + vector + ":\n";
        if (vector == SPURIOUS) return label + "iretd";
        if (vector == PAGE_FAULT) label += "push eax\nmov eax, cr2\nmov [esp+4], eax\npop eax\n";
        else if (!WITH_ERROR_CODE.contains(vector)) label += "push 0\n";
        return label + "push " + vector + "\njmp " + (vector == TIMER || vector == SERIAL ? "LREQUEST" : "LTRAP");
    }
}
