package org.polyvisor.isa.x86lite.assembly;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.assembly.Dialect;
import org.polyvisor.isa.assembly.MistakeException;
import org.polyvisor.isa.assembly.Section;
import org.polyvisor.isa.code.Argument;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.code.InstructionPrefixes;
import org.polyvisor.isa.x86lite.code.SdmFormat;
import org.polyvisor.isa.x86lite.code.X86Argument;
import org.polyvisor.isa.x86lite.state.Registers;

/** Intel syntax, as the disassembler writes it and as people do, with the directives that GNU as and NASM share or name their own way. */
public final class X86Dialect implements Dialect {
    private final Mode initial;
    private Mode mode;

    /**
     * Makes a dialect for one text.
     *
     * @param mode says whether code is of 16 or 32 bits at first
     */
    public X86Dialect(Mode mode) {
        initial = mode;
    }

    @Override
    public void begin() {
        mode = initial;
    }

    @Override
    public Statement parse(String line) {
        return IntelLine.parse(line);
    }

    @Override
    public Mode mode() {
        return mode;
    }

    @Override
    public int alignment() {
        return 1;
    }

    @Override
    public void end(Section section) {}

    // ---- directives

    @Override
    public boolean directive(Statement s, Section section) throws MistakeException {
        List<String> o = s.operands();
        String name = s.operation().startsWith(".") ? s.operation().substring(1) : s.operation();
        if (name.equals("EQU") || name.equals("SET")) {
            boolean named = s.label().isEmpty();
            if (named && o.size() != 2) throw new MistakeException("write NAME equ VALUE, or .equ NAME, VALUE");
            section.define(named ? o.getFirst() : s.label(), new Section.Symbol(NumberExpression.of(o.getLast(), section), false, 1));
            return true;
        }
        int at = section.location();
        switch (name) {
            case "" -> { }
            case "ORG" -> {
                section.locate(NumberExpression.of(one(s), section));
                at = section.location();
            }
            case "DB", "BYTE" -> data(s, section, 1);
            case "DW", "WORD", "SHORT", "VALUE" -> data(s, section, 2);
            case "DD", "LONG", "INT" -> {
                if (name.equals("INT") && !s.operation().startsWith(".")) return false;
                data(s, section, 4);
            }
            case "ASCII" -> data(s, section, 1);
            case "ASCIZ", "STRING" -> {
                data(s, section, 1);
                section.emit((byte) 0);
            }
            case "ALIGN", "BALIGN" -> {
                int boundary = NumberExpression.of(one(s), section);
                if (Integer.bitCount(boundary) != 1) throw new MistakeException("align " + boundary + ": a power of two is needed");
                while ((section.location() & boundary - 1) != 0)
                    section.emit((byte) (o.size() > 1 ? NumberExpression.of(o.get(1), section) : 0x90));
                at = section.location();
            }
            case "FILL", "SKIP", "SPACE", "RESB", "ZERO" -> fill(s, section, name.equals("FILL"));
            case "BITS" -> bits(NumberExpression.of(one(s), section));
            case "CODE16" -> bits(16);
            case "CODE32" -> bits(32);
            case "GLOBAL", "GLOBL", "INTEL_SYNTAX", "TEXT", "DATA", "SECTION", "CPU", "EXTERN" -> { }
            default -> {
                return false;
            }
        }
        section.define(s.label(), new Section.Symbol(at, true, 1));
        return true;
    }

    private static String one(Statement s) throws MistakeException {
        if (s.operands().isEmpty()) throw new MistakeException(s.operation() + " needs an operand");
        return s.operands().getFirst();
    }

    private void bits(int n) throws MistakeException {
        if (n != 16 && n != 32) throw new MistakeException("code of " + n + " bits: 16 or 32");
        mode = mode.with(Registers.CS_D, n == 32 ? 1 : 0);
    }

    private static void data(Statement s, Section section, int bytes) throws MistakeException {
        one(s);
        for (String o : s.operands()) {
            char q = o.isEmpty() ? 0 : o.charAt(0);
            if (q == '"' || q == '\'' && o.length() != 3) section.emit(text(o));
            else {
                int v = NumberExpression.of(o, section);
                byte[] b = new byte[bytes];
                for (int i = 0; i < bytes; i++) b[i] = (byte) (v >> 8 * i);
                section.emit(b);
            }
        }
    }

    private static byte[] text(String quoted) throws MistakeException {
        if (quoted.length() < 2 || quoted.charAt(quoted.length() - 1) != quoted.charAt(0))
            throw new MistakeException("a closing quote is missing in " + quoted);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String inner = quoted.substring(1, quoted.length() - 1);
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '\\' && i + 1 < inner.length()) {
                c = switch (inner.charAt(++i)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case '0' -> 0;
                    default -> inner.charAt(i);
                };
            }
            out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static void fill(Statement s, Section section, boolean sized) throws MistakeException {
        int n = NumberExpression.of(one(s), section);
        int size = sized && s.operands().size() > 1 ? NumberExpression.of(s.operands().get(1), section) : 1;
        int v = s.operands().size() > (sized ? 2 : 1) ? NumberExpression.of(s.operands().getLast(), section) : 0;
        if (n < 0 || n > 1 << 24) throw new MistakeException(n + " bytes: 0 to 16,777,216");
        if (size < 1 || size > 4) throw new MistakeException("a size of " + size + " bytes: 1 to 4");
        byte[] b = new byte[n * size];
        for (int i = 0; i < b.length; i++) b[i] = (byte) (v >> 8 * (i % size));
        section.emit(b);
    }

    // ---- instructions

    @Override
    public List<Instruction> instructions(Statement s, Function<String, List<Row>> rows, Section section) throws MistakeException {
        Mnemonic m = Mnemonic.of(s.operation(), size(mode), rows);
        List<String> texts = m.operands(s.operands(), size(mode));
        List<IntelOperand> operands = new ArrayList<>();
        for (String text : texts) operands.add(IntelOperand.of(text, section));
        if (m.name().equals("IMUL") && operands.size() == 2 && operands.getLast().constant()) operands.add(1, operands.getFirst());
        boolean symmetric = (m.name().equals("XCHG") || m.name().equals("TEST")) && operands.size() == 2;
        if (symmetric && operands.getLast().memory() != null) operands = operands.reversed();
        List<Row> candidates = rows.apply(m.name());
        if (candidates.isEmpty()) throw new MistakeException("there is no instruction or directive " + s.operation());
        int operandSize = m.operandBits() != 0 ? m.operandBits() : size(mode);
        List<Instruction> found = fitting(m, candidates, operands, operandSize, section);
        if (found.isEmpty() && m.operandBits() == 0) found = fitting(m, candidates, operands, 48 - operandSize, section);
        if (found.isEmpty()) {
            String forms = String.join("; ", candidates.stream().map(Row::syntax).distinct().toList());
            throw new MistakeException("operands do not fit " + s.operation() + ": " + forms);
        }
        return found;
    }

    private static int size(Mode mode) {
        return mode.get(Registers.CS_D) == 1 ? 32 : 16;
    }

    /** The instructions with this operand size that can be encoded. */
    private List<Instruction> fitting(Mnemonic m, List<Row> rows, List<IntelOperand> operands, int operandBits, Section section)
            throws MistakeException {
        int registers = 0, width = transferWidth(m, operands, operandBits);
        for (IntelOperand o : operands) if (o.addressBits() != 0) registers = o.addressBits();
        List<Instruction> found = new ArrayList<>();
        Set<Integer> widths = new HashSet<>();
        for (Row row : rows) {
            SdmFormat f = (SdmFormat) row.format();
            if (f.kinds().size() != operands.size()) continue;
            int demanded = f.demands().addressBits(), otherwise = demanded != 0 ? demanded : size(mode);
            int addressBits = registers != 0 ? registers : m.addressBits() != 0 ? m.addressBits() : otherwise;
            List<Argument> arguments = new ArrayList<>();
            for (int n = 0; n < operands.size(); n++) {
                X86Argument a = operands.get(n).as(f.kinds().get(n), operandBits, addressBits);
                if (a == null) break;
                arguments.add(a);
            }
            if (arguments.size() != operands.size() || width != 0 && f.kinds().getFirst().storageBits(operandBits) != width) continue;
            int segment = segment(m, f, operands);
            if (segment == NO_SUCH) continue;
            InstructionPrefixes p = InstructionPrefixes.none(mode).operand(operandBits).address(addressBits).segment(segment).lock(m.lock())
                    .repeat(m.repeat());
            if (f.demands().operandBits() != 0 && f.demands().operandBits() != operandBits) continue;
            if (demanded != 0 && demanded != addressBits) continue;
            if (f.demands().repeat() != null) p = p.repeat(f.demands().repeat());
            Instruction i = new Instruction(row, section.location(), 0, p, arguments);
            if (!encodes(i)) continue;
            found.add(i);
            for (int n = 0; n < operands.size(); n++) {
                IntelOperand o = operands.get(n);
                if (o.memory() != null && o.bits() == 0) widths.add(f.kinds().get(n).storageBits(operandBits));
            }
        }
        if (widths.size() > 1)
            throw new MistakeException("the width of the operand in storage is not known: write BYTE PTR, WORD PTR or DWORD PTR before it");
        return found;
    }

    /** {@return the width of the address in storage that a transfer takes if none is written: a near one unless FAR is; otherwise 0} */
    private static int transferWidth(Mnemonic m, List<IntelOperand> operands, int operandBits) {
        if (!m.name().equals("CALL") && !m.name().equals("JMP") || operands.size() != 1) return 0;
        IntelOperand o = operands.getFirst();
        if (o.memory() == null || o.bits() != 0) return 0;
        return o.saysFar() ? operandBits + 16 : operandBits;
    }

    /** No prefix can name this segment here. */
    private static final int NO_SUCH = -2;

    /** The segment that a prefix must name, −1 if it is the one that is meant anyway. */
    private static int segment(Mnemonic m, SdmFormat f, List<IntelOperand> operands) {
        int segment = m.segment();
        for (int n = 0; n < operands.size(); n++) {
            IntelOperand o = operands.get(n);
            if (o.segment() < 0) continue;
            String notation = f.kinds().get(n).toString();
            boolean destination = notation.contains("@eDI");
            boolean data = notation.contains("@") || o.memory().base() < 0 && o.memory().index() < 0;
            if (destination && o.segment() != 0) return NO_SUCH;
            if (!destination && !(data && o.segment() == 3)) segment = o.segment();
        }
        return segment;
    }

    private boolean encodes(Instruction i) {
        try {
            return i.row().format().encode(i, mode).length > 0;
        } catch (EncodingException e) {
            return false;
        }
    }
}
