package org.polyvisor.isa.s370;

import java.util.List;
import java.util.random.RandomGenerator;

/** Random single instructions on registers 0 to 5 and on fields that 6 to 8 point to. */
final class LoopOperations {
    private static final List<String> RR = List.of("AR", "SR", "ALR", "SLR", "NR", "OR", "XR", "CR", "CLR", "LR", "LTR", "LCR", "LPR",
            "LNR");
    private static final List<String> RX = List.of("A", "S", "AL", "SL", "N", "O", "X", "C", "CL", "L", "AH", "SH", "CH", "LH", "MH", "IC",
            "ST", "STH", "STC", "LA", "CVD");
    private static final List<String> SI = List.of("TM", "NI", "OI", "XI", "CLI", "MVI"), PACKS = List.of("PACK", "UNPK", "MVO");
    private static final List<String> SS = List.of("MVC", "MVC", "CLC", "XC", "NC", "OC", "TR", "TRT", "MVN", "MVZ");
    private static final List<String> SHIFTS = List.of("SLA", "SRA", "SLL", "SRL", "SLDA", "SRDA", "SLDL", "SRDL");

    private final RandomGenerator random;

    LoopOperations(RandomGenerator random) {
        this.random = random;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    int work() {
        return random.nextInt(6);
    }

    int pointer() {
        return 6 + random.nextInt(3);
    }

    /** Displacement and base. */
    String index() {
        int displacement = random.nextInt(3) != 0 ? 4 * random.nextInt(60) : random.nextInt(300);
        return displacement + "(" + pointer() + ")";
    }

    /** Displacement, length up to {@code most}, base. */
    String field(int most) {
        return random.nextInt(200) + "(" + (1 + random.nextInt(most)) + "," + pointer() + ")";
    }

    /** One that sets the condition code, mostly. */
    String writer() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> one(RR) + " " + work() + "," + work();
            case 4 -> shift();
            case 5 -> "TM " + index() + "," + random.nextInt(256);
            case 6 -> List.of("ICM", "CLM").get(random.nextInt(2)) + " " + work() + "," + random.nextInt(16) + "," + index();
            default -> "LTR " + work() + "," + work();
        };
    }

    private String shift() {
        String name = one(SHIFTS);
        int r = name.charAt(2) == 'D' ? 2 * random.nextInt(3) : work();
        return name + " " + r + "," + (random.nextInt(4) == 0 ? "0(" + work() + ")" : random.nextInt(40));
    }

    /** The name of an operation on a register and an operand in storage. */
    String indexed() {
        return one(RX);
    }

    /** With an operand in storage. */
    String storage() {
        return switch (random.nextInt(10)) {
            case 0 -> one(SI) + " " + index() + "," + random.nextInt(256);
            case 1 -> List.of("STM", "LM").get(random.nextInt(2)) + " " + random.nextInt(3) + "," + (3 + random.nextInt(3)) + "," + index();
            case 2 -> "CS " + work() + "," + work() + "," + 4 * random.nextInt(60) + "(" + pointer() + ")";
            case 3 -> List.of("STCM", "ICM").get(random.nextInt(2)) + " " + work() + "," + random.nextInt(16) + "," + index();
            default -> one(RX) + " " + work() + "," + (random.nextInt(4) == 0 ? random.nextInt(64) + "(10," + pointer() + ")" : index());
        };
    }

    /** On fields of several bytes, some of which overlap. */
    String fields() {
        return switch (random.nextInt(5)) {
            case 0 -> one(PACKS) + " " + field(16) + "," + field(16);
            case 1 -> {
                int p = pointer(), from = random.nextInt(60);
                yield "MVC " + (from + 1) + "(" + (1 + random.nextInt(60)) + "," + p + ")," + from + "(" + p + ")";
            }
            default -> one(SS) + " " + field(40) + "," + index();
        };
    }
}
