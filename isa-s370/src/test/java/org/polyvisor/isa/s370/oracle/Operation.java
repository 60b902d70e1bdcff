package org.polyvisor.isa.s370.oracle;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the generator has to know of an instruction: not what it does, but where its operands are. Written from GA22-7000, Appendix B,
 * apart from the row table that it is to test.
 *
 * @param mnemonic its mnemonic
 * @param opcode its operation code, 8 or 16 bits
 * @param shape its format
 * @param bytes length of the storage operand; 0 if it depends on the instruction, or there is none
 * @param traits what else matters
 */
public record Operation(String mnemonic, int opcode, Shape shape, int bytes, Set<Trait> traits) {

    /** Formats. */
    public enum Shape {
        /** Two registers. */
        RR,
        /** A register and an indexed address. */
        RX,
        /** Two registers, or a register and a mask, and an address. */
        RS,
        /** An address and a byte. */
        SI,
        /** An address. */
        S,
        /** Two addresses and a length. */
        SS,
        /** Two addresses with a length each. */
        SS_TWO
    }

    /** Properties that the making of operands depends on. */
    public enum Trait {
        /** It stores in the first storage operand. */
        STORES,
        /** The first register is that of an even-odd pair. */
        PAIR,
        /** So is the second. */
        SECOND_PAIR,
        /** The second operand is where it may branch to. */
        BRANCHES,
        /** The address is a number. */
        NUMBER,
        /** The storage operand must lie on its boundary. */
        ALIGNED
    }

    /** The general instructions, and those control instructions that belong to every supervisor. */
    public static final List<Operation> ALL = all();

    boolean is(Trait t) {
        return traits.contains(t);
    }

    int length() {
        return switch (shape) {
            case RR -> 2;
            case RX, RS, SI, S -> 4;
            case SS, SS_TWO -> 6;
        };
    }

    private static List<Operation> all() {
        Table t = new Table();
        t.rows(Shape.RR, 0, "1A AR 1E ALR 1B SR 1F SLR 19 CR 12 LTR 13 LCR 11 LNR 10 LPR 18 LR 14 NR 16 OR 17 XR 15 CLR"
                + " 04 SPM 0A SVC 08 SSK 09 ISK");
        t.rows(Shape.RR, 0, "1C MR 1D DR", Trait.PAIR);
        t.rows(Shape.RR, 0, "0E MVCL 0F CLCL", Trait.PAIR, Trait.SECOND_PAIR);
        t.rows(Shape.RR, 0, "05 BALR 0D BASR 07 BCR 06 BCTR", Trait.BRANCHES);
        t.rows(Shape.RX, 4, "5A A 5E AL 5B S 5F SL 59 C 58 L 54 N 56 O 57 X 55 CL");
        t.rows(Shape.RX, 4, "5C M 5D D", Trait.PAIR);
        t.rows(Shape.RX, 2, "4A AH 4B SH 49 CH 4C MH 48 LH");
        t.rows(Shape.RX, 1, "43 IC");
        t.rows(Shape.RX, 8, "4F CVB");
        t.rows(Shape.RX, 4, "50 ST", Trait.STORES);
        t.rows(Shape.RX, 2, "40 STH", Trait.STORES);
        t.rows(Shape.RX, 1, "42 STC", Trait.STORES);
        t.rows(Shape.RX, 8, "4E CVD", Trait.STORES);
        t.rows(Shape.RX, 0, "41 LA", Trait.NUMBER);
        t.rows(Shape.RX, 0, "47 BC 46 BCT 45 BAL 4D BAS", Trait.BRANCHES);
        t.rows(Shape.RX, 6, "44 EX");
        t.rows(Shape.RS, 0, "86 BXH 87 BXLE", Trait.BRANCHES);
        t.rows(Shape.RS, 0, "8B SLA 89 SLL 8A SRA 88 SRL", Trait.NUMBER);
        t.rows(Shape.RS, 0, "8F SLDA 8D SLDL 8E SRDA 8C SRDL", Trait.NUMBER, Trait.PAIR);
        t.rows(Shape.RS, 0, "98 LM BD CLM BF ICM");
        t.rows(Shape.RS, 0, "90 STM BE STCM", Trait.STORES);
        t.rows(Shape.RS, 4, "BA CS", Trait.STORES, Trait.ALIGNED);
        t.rows(Shape.RS, 8, "BB CDS", Trait.STORES, Trait.ALIGNED, Trait.PAIR, Trait.SECOND_PAIR);
        t.rows(Shape.SI, 1, "95 CLI 91 TM");
        t.rows(Shape.SI, 1, "94 NI 96 OI 97 XI 92 MVI", Trait.STORES);
        t.rows(Shape.SI, 0, "AF MC", Trait.NUMBER);
        t.rows(Shape.S, 1, "93 TS", Trait.STORES);
        t.rows(Shape.S, 1, "80 SSM");
        t.rows(Shape.S, 8, "82 LPSW", Trait.ALIGNED);
        t.rows(Shape.S, 8, "B205 STCK", Trait.STORES);
        t.rows(Shape.SS, 0, "D2 MVC D1 MVN D3 MVZ D4 NC D6 OC D7 XC DC TR E8 MVCIN", Trait.STORES);
        t.rows(Shape.SS, 0, "D5 CLC DD TRT");
        t.rows(Shape.SS_TWO, 0, "F1 MVO F2 PACK F3 UNPK", Trait.STORES);
        return List.copyOf(t.rows);
    }

    private static final class Table {
        private final List<Operation> rows = new ArrayList<>();

        private void rows(Shape shape, int bytes, String codes, Trait... traits) {
            Set<Trait> set = EnumSet.noneOf(Trait.class);
            set.addAll(List.of(traits));
            String[] words = codes.split(" ");
            for (int i = 0; i < words.length; i += 2)
                rows.add(new Operation(words[i + 1], Integer.parseInt(words[i], 16), shape, bytes, Set.copyOf(set)));
        }
    }
}
