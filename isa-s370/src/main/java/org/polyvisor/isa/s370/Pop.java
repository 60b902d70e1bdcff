package org.polyvisor.isa.s370;

import java.util.ArrayList;
import java.util.List;
import org.polyvisor.isa.code.Format;
import org.polyvisor.isa.code.Meaning;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.s370.Field.Byte;
import org.polyvisor.isa.s370.Field.General;
import org.polyvisor.isa.s370.Field.Half;
import org.polyvisor.isa.s370.Field.Inner;
import org.polyvisor.isa.s370.Field.Storage;

/** Rows in the notation of the Principles of Operation: {@code pop("5A", "A", RX, FixedPoint::add)}; GA22-7000, Appendix B. */
final class Pop {
    static final Format RR = new FieldFormat(2, List.of(new General(1, true), new General(1, false)));
    /** RR with a mask in place of the first register. */
    static final Format RR_MASK = new FieldFormat(2, List.of(new Half(1, true), new General(1, false)));
    /** RR with one register. */
    static final Format RR_ONE = new FieldFormat(2, List.of(new General(1, true)));
    /** RR with an immediate byte. */
    static final Format RR_IMMEDIATE = new FieldFormat(2, List.of(new Byte(1)));
    static final Format RX = rx(4);
    static final Format RX_HALF = rx(2);
    static final Format RX_BYTE = rx(1);
    static final Format RX_DOUBLE = rx(8);
    static final Format RX_MASK = new FieldFormat(4, List.of(new Half(1, true), new Storage(2, Inner.INDEX, 0)));
    static final Format RS = new FieldFormat(4, List.of(new General(1, true), new General(1, false), new Storage(2, Inner.NONE, 4)));
    static final Format RS_MASK = new FieldFormat(4, List.of(new General(1, true), new Half(1, false), new Storage(2, Inner.NONE, 4)));
    static final Format RS_SHIFT = new FieldFormat(4, List.of(new General(1, true), new Storage(2, Inner.NONE, 4)));
    static final Format SI = new FieldFormat(4, List.of(new Storage(2, Inner.NONE, 1), new Byte(1)));
    static final Format S = new FieldFormat(4, List.of(new Storage(2, Inner.NONE, 8)));
    static final Format SS = new FieldFormat(6, List.of(new Storage(2, Inner.LENGTH, 0), new Storage(4, Inner.NONE, 1)));
    static final Format SS_TWO = new FieldFormat(6, List.of(new Storage(2, Inner.FIRST_LENGTH, 0), new Storage(4, Inner.SECOND_LENGTH, 0)));

    private final String source;
    /** Whether the model has what System/370 added. */
    private final boolean extended;
    private final List<Row> rows = new ArrayList<>();

    Pop(String source, boolean extended) {
        this.source = source;
        this.extended = extended;
    }

    private static Format rx(int bytes) {
        return new FieldFormat(4, List.of(new General(1, true), new Storage(2, Inner.INDEX, bytes)));
    }

    List<Row> rows() {
        return rows;
    }

    private void add(String opcode, String mnemonic, Format f, Meaning m) {
        rows.add(row(opcode, mnemonic, source, f, m));
    }

    void pop(String opcode, String mnemonic, Format f, Meaning.M1 m) {
        add(opcode, mnemonic, f, Meaning.of(m));
    }

    void pop(String opcode, String mnemonic, Format f, Meaning.M2 m) {
        add(opcode, mnemonic, f, Meaning.of(m));
    }

    void pop(String opcode, String mnemonic, Format f, Meaning.M3 m) {
        add(opcode, mnemonic, f, Meaning.of(m));
    }

    /** A row that System/370 added. */
    void pop370(String opcode, String mnemonic, Format f, Meaning.M1 m) {
        if (extended) pop(opcode, mnemonic, f, m);
    }

    /** A row that System/370 added. */
    void pop370(String opcode, String mnemonic, Format f, Meaning.M2 m) {
        if (extended) pop(opcode, mnemonic, f, m);
    }

    /** A row that System/370 added. */
    void pop370(String opcode, String mnemonic, Format f, Meaning.M3 m) {
        if (extended) pop(opcode, mnemonic, f, m);
    }

    /** A row of an opcode whose second byte counts in its last bit alone, and on a System/360 not at all. */
    void popBit15(String opcode, String mnemonic, Format f, Meaning.M1 m) {
        int second = Integer.parseInt(opcode.substring(2), 16);
        Row r = row(opcode, mnemonic, source, f, Meaning.of(m));
        int mask = extended ? 0xff01_0000 : 0xff00_0000;
        if (extended || second == 0) rows.add(new Row(mask, r.match(), opcode, mnemonic, r.syntax(), source, f, r.meaning()));
    }

    static Row row(String opcode, String mnemonic, String source, Format f, Meaning m) {
        int bits = 4 * opcode.length();
        return new Row(-1 << 32 - bits, Integer.parseUnsignedInt(opcode, 16) << 32 - bits, opcode, mnemonic, mnemonic + " " + syntax(f), source, f, m);
    }

    private static String syntax(Format f) {
        List<String> words = new ArrayList<>();
        for (Field field : ((FieldFormat) f).fields()) {
            words.add(switch (field) {
                case General g -> "R" + (g.at() == 1 && !g.high() ? ((FieldFormat) f).length() == 2 ? 2 : 3 : 1);
                case Half h -> "M" + (h.high() ? 1 : 3);
                case Byte _ -> ((FieldFormat) f).length() == 2 ? "I" : "I2";
                case Storage s -> {
                    int k = s.at() == 4 ? 2 : f == SI || f == SS || f == SS_TWO ? 1 : 2;
                    yield "D" + k + switch (s.inner()) {
                        case NONE -> "(B" + k + ")";
                        case INDEX -> "(X2,B2)";
                        case LENGTH -> "(L,B1)";
                        case FIRST_LENGTH -> "(L1,B1)";
                        case SECOND_LENGTH -> "(L2,B2)";
                    };
                }
            });
        }
        return String.join(",", words);
    }
}
