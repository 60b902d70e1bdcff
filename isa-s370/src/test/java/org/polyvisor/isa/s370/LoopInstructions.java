package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.LoopProgram.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes functions of loops. Registers 0 to 5 are worked with, 6 to 8 point to fields, 9 is a base that changes, 10 and 11 count rounds,
 * 12 is the base of a function, 13 that of the variables.
 */
final class LoopInstructions {
    /** Kinds of instructions that can be stored into: RR, branch on condition, LOAD ADDRESS. */
    private static final int KINDS = 3;

    private final RandomGenerator random;
    private final LoopOperations single;
    private final boolean supervisor;
    private final int key;
    private final StringBuilder text;
    private final List<Patched> patched = new ArrayList<>();
    /** Lines of address constants, and the displacement of the next variable. */
    private final List<String> tables = new ArrayList<>();
    private int function;
    private int labels;
    private int variables = COUNTERS;

    /** Label of an instruction that can be stored into, which kind it is, and in which function. */
    private record Patched(String label, int kind, int function) {}

    /** @param key of the program */
    LoopInstructions(RandomGenerator random, boolean supervisor, int key, StringBuilder text) {
        this.random = random;
        single = new LoopOperations(random);
        this.supervisor = supervisor;
        this.key = key;
        this.text = text;
    }

    private void line(String... lines) {
        for (String l : lines) text.append(l.startsWith("%") ? l.substring(1) : " " + l).append('\n');
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String label() {
        return "L" + labels++;
    }

    /** Puts a label on the next instruction. */
    private void label(String name) {
        line("%" + name + " DS 0H");
    }

    private int variable() {
        variables += 4;
        return variables - 4;
    }

    // ---- structure

    void function(int n) {
        function = n;
        if (random.nextInt(3) == 0) line("ORG " + (CODE + 0x800 * (n + 1) - random.nextInt(2) * 16));
        else line("DS 0D");
        label("F" + n);
        line("ST 14," + (RETURNS + 4 * n) + "(13)", "STM 9,12," + (SAVED + 16 * n) + "(13)", "BALR 12,0", "USING *,12");
        for (int loops = 1 + random.nextInt(2); loops > 0; loops--) loop(0);
        line("LM 9,12," + (SAVED + 16 * n) + "(13)", "L 14," + (RETURNS + 4 * n) + "(13)", "BR 14", "LTORG", "DROP 12");
    }

    private void loop(int depth) {
        String head = label();
        int rounds = depth == 0 ? 10 + random.nextInt(150) : 1 + random.nextInt(40);
        int form = depth == 0 ? random.nextInt(3) : 3 + random.nextInt(2);
        int counter = variable();
        switch (form) {
            case 0 -> line("LA 10," + rounds);
            case 1 -> line("LA 11," + rounds, "ST 11," + counter + "(13)");
            case 2 -> line("SR 15,15", "ST 15," + counter + "(13)");
            case 3 -> line("LA 11," + rounds);
            default -> line("ST 10," + counter + "(13)", "SR 10,10", "LA 11," + rounds);
        }
        label(head);
        restore();
        for (int n = 1 + random.nextInt(depth == 0 ? 6 : 4); n > 0; n--) {
            if (depth == 0 && random.nextInt(5) == 0) loop(depth + 1);
            else piece();
        }
        switch (form) {
            case 0 -> line("BCT 10," + head);
            case 1 -> line("L 15," + counter + "(13)", "BCTR 15,0", "ST 15," + counter + "(13)", "LTR 15,15", "BP " + head);
            case 2 -> line("LA 14,1", "A 14," + counter + "(13)", "ST 14," + counter + "(13)", "C 14,=F'" + rounds + "'", "BL " + head);
            case 3 -> line("BCT 11," + head);
            default -> line("LA 14,1", "LR 15,11", "BXLE 10,14," + head, "L 10," + counter + "(13)");
        }
    }

    /** Leads a pointer back to the fields. */
    private void restore() {
        int p = single.pointer();
        line("N " + p + ",=F'" + one(List.of(0x1fff, 0xffc, 0x2ff8)) + "'", "AL " + p + ",=A(" + FIELDS + ")");
    }

    private void piece() {
        switch (random.nextInt(28)) {
            case 0, 1, 2, 3 -> conditions();
            case 4, 5, 6, 7, 8 -> line(single.storage());
            case 9, 10 -> line(single.fields());
            case 11, 12 -> skip();
            case 13, 14 -> computed();
            case 15, 16 -> call();
            case 17, 18 -> patch();
            case 19 -> patchable();
            case 20, 21 -> fault();
            case 22, 23 -> control();
            case 24, 25 -> execute();
            case 26 -> restore();
            default -> line("LA " + single.pointer() + "," + random.nextInt(64) + "(" + single.pointer() + ")");
        }
    }

    // ---- condition codes

    private void conditions() {
        for (int n = 1 + random.nextInt(3); n > 0; n--) line(single.writer());
        switch (random.nextInt(4)) {
            case 0 -> line("BALR " + single.work() + ",0");
            case 1 -> line("BALR 15,0", "XR 15," + single.work(), "SPM 15");
            default -> skip();
        }
    }

    private void skip() {
        String to = label();
        line("BC " + random.nextInt(16) + "," + to);
        for (int n = 1 + random.nextInt(3); n > 0; n--) line(single.writer());
        if (random.nextInt(3) == 0) line(single.storage());
        label(to);
    }

    // ---- branches

    /** Where to, a variable says that goes around; the base of the branch is register 9, and the branch may skip an instruction there. */
    private void computed() {
        int turn = variable(), table = variables;
        variables += 16;
        List<String> targets = IntStream.range(0, 4).mapToObj(_ -> label()).toList();
        tables.add(" ORG " + (VARIABLES + table) + "\n DC " + targets.stream().map(t -> "A(" + t + ")").collect(Collectors.joining(",")));
        String end = label();
        line("LA 15,4", "AL 15," + turn + "(13)", "N 15,=F'" + one(List.of(12, 4, 8)) + "'", "ST 15," + turn + "(13)");
        line("L 9," + table + "(15,13)");
        String inner = label();
        switch (random.nextInt(5)) {
            case 0 -> line("BR 9");
            case 1 -> line("BC 15,4(9)");
            case 2 -> line("BC " + random.nextInt(16) + ",4(9)", "B 0(9)");
            case 3 -> line("BALR 14,9", "B " + end);
            default -> {
                line("LA 15," + (1 + random.nextInt(20)));
                label(inner);
                line(single.writer(), "BCT 15," + inner, "B 0(9)");
            }
        }
        for (String t : targets) {
            label(t);
            line("LA " + single.work() + "," + random.nextInt(4096), single.writer(), single.writer(), "B " + end);
        }
        label(end);
    }

    private void call() {
        if (function + 1 < FUNCTIONS && random.nextInt(4) == 0) {
            line("L 15," + (ADDRESSES + 4 * (function + 1 + random.nextInt(FUNCTIONS - function - 1))) + "(13)", "BALR 14,15");
            return;
        }
        String leaf = label(), over = label();
        line("BAL 14," + leaf, single.writer(), "B " + over);
        label(leaf);
        line(single.writer(), single.writer(), "BR 14");
        label(over);
    }

    // ---- EXECUTE

    private void execute() {
        String at = label(), over = label(), past = label();
        int kind = random.nextInt(7), p = single.pointer();
        line(random.nextBoolean() ? "IC 15," + single.index() : "LA 15," + random.nextInt(16), "B " + over);
        label(at);
        line(switch (kind) {
            case 0 -> "MVC 0(1," + p + ")," + random.nextInt(9) + "(" + single.pointer() + ")";
            case 1 -> "CLC 0(1," + p + ")," + random.nextInt(9) + "(" + single.pointer() + ")";
            case 2 -> "XC 3(1," + p + "),3(" + p + ")";
            case 3 -> "TM " + single.index() + ",0";
            case 4 -> "AR " + single.work() + ",0";
            case 5 -> "ST 0,0(" + p + ")";
            default -> "BC 0," + past;
        });
        label(over);
        line("N 15,=F'" + List.of(255, 255, 255, 255, 3, 80, 240).get(kind) + "'");
        line("EX " + (random.nextInt(10) == 0 ? 0 : 15) + "," + (random.nextInt(12) == 0 ? "*" : at), single.writer());
        label(past);
    }

    // ---- stores into code

    private String target(int kind) {
        return switch (kind) {
            case 0 -> "AR " + single.work() + "," + single.work();
            case 1 -> "BC " + random.nextInt(16) + ",*+6";
            default -> "LA " + single.work() + "," + random.nextInt(4096);
        };
    }

    private void patchable() {
        Patched p = new Patched(label(), random.nextInt(KINDS), function);
        patched.add(p);
        label(p.label);
        line(target(p.kind));
        if (p.kind == 1) line("LR " + single.work() + "," + single.work());
    }

    /** Stores into code that was written, or is to be next; seldom, or each time. */
    private void patch() {
        List<Patched> here = patched.stream().filter(p -> p.function == function).toList();
        boolean seldom = random.nextInt(6) != 0, ahead = here.isEmpty() || random.nextBoolean();
        Patched p = ahead ? new Patched(label(), random.nextInt(KINDS), function) : one(here);
        String over = label(), template = label();
        int turn = variable();
        if (seldom) line("LA 15,1", "AL 15," + turn + "(13)", "ST 15," + turn + "(13)", "N 15,=F'" + one(List.of(15, 31, 63, 127)) + "'",
                "BC 7," + over);
        int nibble = random.nextInt(16);
        switch (p.kind) {
            case 0 -> line("MVI " + p.label + "+1,X'" + single.work() + single.work() + "'");
            case 1 -> {
                if (random.nextBoolean()) line("MVI " + p.label + "+1,X'" + Integer.toHexString(nibble).toUpperCase(Locale.ROOT) + "0'");
                else line("LR 15," + single.work(), "N 15,=F'240'", "STC 15," + p.label + "+1");
            }
            default -> {
                if (random.nextBoolean()) line("STC " + single.work() + "," + p.label + "+3");
                else {
                    String past = label();
                    line("B " + past);
                    label(template);
                    line("LA " + single.work() + "," + random.nextInt(4096));
                    label(past);
                    line("MVC " + p.label + "(4)," + template);
                }
            }
        }
        if (ahead && random.nextBoolean()) line(single.writer());
        if (seldom) label(over);
        if (!ahead) return;
        for (int n = random.nextInt(3); n > 0; n--) line(single.writer());
        label(p.label);
        line(target(p.kind));
        if (p.kind == 1) line("LR " + single.work() + "," + single.work());
        patched.add(p);
    }

    // ---- interruptions

    private void fault() {
        int even = 2 * random.nextInt(3);
        switch (random.nextInt(11)) {
            case 0 -> line("L 15," + CONSTANTS + "(13)", single.indexed() + " " + single.work() + ",0(15)");
            case 1 -> line("L 15," + (CONSTANTS + 4) + "(13)", "ST " + single.work() + ",0(15)");
            case 2 -> line("SRDA " + even + ",32", "N " + (even + 1) + ",=F'255'", "D " + even + "," + (CONSTANTS + 8) + "(13)");
            case 3 -> line("D " + even + "," + single.index());
            case 4 -> line("CVB " + single.work() + "," + 32 * random.nextInt(20) + "(" + single.pointer() + ")");
            case 5 -> line("DC X'1D1" + single.work() + "'");
            case 6 -> line("DC X'00" + (10 + random.nextInt(80)) + "'");
            case 7 -> line("L 1," + (CONSTANTS + 16) + "(13)", "A 1," + (CONSTANTS + 16) + "(13)", "AR 1,1");
            case 8 -> line("MC " + random.nextInt(4096) + "," + random.nextInt(16));
            case 9 -> line("ST " + single.work() + ",256");
            default -> line("SVC " + random.nextInt(8));
        }
    }

    private void control() {
        if (!supervisor) {
            line(one(List.of("SSM 0(6)", "ISK 1,6", "SVC 3", "STCK 8(7)")));
            return;
        }
        line(switch (random.nextInt(9)) {
            case 0, 1 -> "N 7,=F'-16'\n LR 15,7\n SSK " + single.work() + ",15";
            case 2 -> "N 7,=F'-16'\n ISK " + single.work() + ",7";
            case 3 -> "STCK " + single.index();
            case 4 -> "SSM " + CONSTANTS + "(13)";
            case 5, 6, 7 -> "LA 14," + ownKey() + "\n LR 15,12\n N 15,=F'-2048'\n SSK 14,15\n " + single.writer();
            default -> "SSM " + (CONSTANTS + 12) + "(13)";
        });
    }

    /** A key for the code: mostly one that it can go on with; else one that stops stores there, or once in a while all. */
    private int ownKey() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> 0xf8;
            case 2, 3 -> 0xf0;
            case 4, 5, 6 -> key << 4 | 8;
            default -> key << 4;
        };
    }

    /** The addresses of computed branches. */
    void tables() {
        tables.forEach(t -> text.append(t).append('\n'));
    }
}
