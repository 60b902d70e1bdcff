package org.polyvisor.isa.x86lite.code;

import static org.polyvisor.isa.x86lite.state.Registers.SHADOW;
import static org.polyvisor.isa.x86lite.state.Registers.TF;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.code.Meaning;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.x86lite.state.Exceptions;

/**
 * The instruction table as it is written, in the notation of the SDM, volume 2, 3.1.1:
 * {@code sdm("83 /0 ib", "ADD r/m16/32, imm8s", BinaryArithmetic::add)}.
 *
 * <p>One row covers 16 and 32 bit operands. {@code o16 o32 a16 a32} before the opcode restrict a row to an operand or address size;
 * {@code F2 F3} to that repeat prefix, {@code NP} to none. {@code +r} is a register in the opcode. Operands are those of {@link
 * OperandKind}.
 */
public final class Table {
    private static final Set<String> LOCKABLE = Set.of("ADD", "ADC", "AND", "BTC", "BTR", "BTS", "CMPXCHG", "CMPXCHG8B", "DEC", "INC",
            "NEG", "NOT", "OR", "SBB", "SUB", "XOR", "XADD", "XCHG");

    private static final Set<String> SHIFTS = Set.of("ROL", "ROR", "RCL", "RCR", "SHL", "SHR", "SAR", "SHLD", "SHRD");

    private final List<Row> rows;
    private final String source;

    private Table(List<Row> rows, String source) {
        this.rows = rows;
        this.source = source;
    }

    /** Begins an empty table. */
    public Table() {
        this(new ArrayList<>(), "");
    }

    /**
     * {@return this table, to be continued by a section of the manual}
     *
     * @param title manual and section
     */
    public Table section(String title) {
        return new Table(rows, title);
    }

    /**
     * {@return this table to be continued if a condition holds, or one that is thrown away}
     *
     * @param present whether the processor has what follows
     */
    public Table when(boolean present) {
        return present ? this : new Table(new ArrayList<>(), source);
    }

    /** {@return the rows so far} */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /**
     * Adds a row.
     *
     * @param encoding opcode
     * @param syntax mnemonic and operands
     * @param m meaning
     */
    public void sdm(String encoding, String syntax, Meaning.M0 m) {
        add(encoding, syntax, Meaning.of(m));
    }

    /**
     * Adds a row.
     *
     * @param encoding opcode
     * @param syntax mnemonic and operands
     * @param m meaning
     */
    public void sdm(String encoding, String syntax, Meaning.M1 m) {
        add(encoding, syntax, Meaning.of(m));
    }

    /**
     * Adds a row.
     *
     * @param encoding opcode
     * @param syntax mnemonic and operands
     * @param m meaning
     */
    public void sdm(String encoding, String syntax, Meaning.M2 m) {
        add(encoding, syntax, Meaning.of(m));
    }

    /**
     * Adds a row.
     *
     * @param encoding opcode
     * @param syntax mnemonic and operands
     * @param m meaning
     */
    public void sdm(String encoding, String syntax, Meaning.M3 m) {
        add(encoding, syntax, Meaning.of(m));
    }

    /**
     * Adds a row.
     *
     * @param encoding opcode
     * @param syntax mnemonic and operands
     * @param meaning meaning
     */
    public void add(String encoding, String syntax, Meaning meaning) {
        int operand = syntax.indexOf(' ', syntax.startsWith("REP") ? syntax.indexOf(' ') + 1 : 0);
        String mnemonic = operand < 0 ? syntax : syntax.substring(0, operand);
        List<OperandKind> kinds = new ArrayList<>();
        if (operand > 0) for (String t : syntax.substring(operand + 1).split(", ")) kinds.add(OperandKind.of(t));
        Parser p = new Parser(encoding);
        boolean destination = !kinds.isEmpty() && kinds.getFirst().rm(), lockable = destination && LOCKABLE.contains(mnemonic);
        boolean updates = lockable || destination && SHIFTS.contains(mnemonic);
        SdmFormat.Demands demands = new SdmFormat.Demands(p.operandBits, p.addressBits, p.repeat);
        SdmFormat format = new SdmFormat(List.copyOf(p.opcode), p.digit, p.plusRegister, List.copyOf(kinds), demands, lockable, updates);
        rows.add(new Row(p.mask, p.match, encoding, mnemonic, syntax, source, format, bounded(meaning)));
    }

    /** What every instruction does besides its own work: it ends the shadow in which interrupts wait, and traps if TF was set. */
    private static Meaning bounded(Meaning m) {
        return (s, operands) -> {
            if (one(s, SHADOW)) s.set(SHADOW, 0);
            boolean step = one(s, TF);
            m.apply(s, operands);
            if (step && !s.dead() && !s.interrupts() && !one(s, SHADOW)) Exceptions.singleStep(s);
        };
    }

    private static boolean one(Semantics s, Register r) {
        return s.get(r).isConst() && s.get(r).imm == 1;
    }

    /** Reads the left column. */
    private static final class Parser {
        private final List<Integer> opcode = new ArrayList<>();
        private int digit = -2, operandBits, addressBits, mask, match;
        private boolean plusRegister;
        private Repeat repeat;

        Parser(String encoding) {
            for (String t : encoding.split(" ")) token(t);
            int shift = 24;
            for (int i = 0; i < opcode.size(); i++, shift -= 8) {
                mask |= (plusRegister && i == opcode.size() - 1 ? 0xf8 : 0xff) << shift;
                match |= opcode.get(i) << shift;
            }
            if (digit >= 0) {
                mask |= 0x38 << shift;
                match |= digit << 3 + shift;
            }
        }

        private void token(String t) {
            switch (t) {
                case "o16", "o32" -> operandBits = Integer.parseInt(t.substring(1));
                case "a16", "a32" -> addressBits = Integer.parseInt(t.substring(1));
                case "NP" -> repeat = Repeat.NONE;
                case "F2" -> repeat = Repeat.NOT_EQUAL;
                case "F3" -> repeat = Repeat.EQUAL;
                case "/r" -> digit = -1;
                default -> {
                    if (t.startsWith("/")) digit = t.charAt(1) - '0';
                    else if (t.matches("[0-9A-F]{2}(\\+r)?")) {
                        plusRegister = t.endsWith("+r");
                        opcode.add(Integer.parseInt(t.substring(0, 2), 16));
                    } else if (!t.matches("i[bwd]|iw/id|c[bwd]|cw/cd|cd/cp|mo")) throw new IllegalArgumentException(encodingProblem(t));
                }
            }
        }

        private static String encodingProblem(String t) {
            return t + " is not of the notation of encodings";
        }
    }
}
