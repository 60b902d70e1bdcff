package org.polyvisor.isa.s370.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.assembly.Dialect;
import org.polyvisor.isa.assembly.MistakeException;
import org.polyvisor.isa.assembly.Section;
import org.polyvisor.isa.code.Argument;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Prefixes;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.s370.Field;

/** The assembler language of System/370: directives and extended mnemonics; operands are {@link OperandReader}'s. */
public final class S370Dialect implements Dialect {
    private static final Map<String, Integer> CONDITIONS = Map.ofEntries(Map.entry("", 15), Map.entry("H", 2), Map.entry("L", 4),
            Map.entry("E", 8), Map.entry("NH", 13), Map.entry("NL", 11), Map.entry("NE", 7), Map.entry("O", 1), Map.entry("P", 2),
            Map.entry("M", 4), Map.entry("Z", 8), Map.entry("NP", 13), Map.entry("NM", 11), Map.entry("NZ", 7), Map.entry("NO", 14));
    private static final Map<String, Integer> MASKS = Stream.concat(CONDITIONS.entrySet().stream()
                    .flatMap(e -> Stream.of(Map.entry("B" + e.getKey(), e.getValue()), Map.entry("B" + e.getKey() + "R", e.getValue()))),
            Stream.of(Map.entry("NOP", 0), Map.entry("NOPR", 0))).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    private static final Set<String> IGNORED = Set.of("TITLE", "EJECT", "SPACE", "PRINT", "ENTRY", "EXTRN", "PUNCH");

    private final OperandReader operands = new OperandReader();

    private final Mode mode;
    private boolean ended;

    /**
     * Makes a dialect for one text.
     *
     * @param mode contents of the keyed registers; none of them decides how instructions are encoded
     */
    public S370Dialect(Mode mode) {
        this.mode = mode;
    }

    @Override
    public void begin() {
        operands.begin();
        ended = false;
    }

    @Override
    public Statement parse(String line) throws MistakeException {
        return ended ? null : SourceLine.parse(line);
    }

    @Override
    public Mode mode() {
        return mode;
    }

    @Override
    public int alignment() {
        return 2;
    }

    // ---- directives

    @Override
    public boolean directive(Statement s, Section section) throws MistakeException {
        if (IGNORED.contains(s.operation())) return true;
        switch (s.operation()) {
            case "START", "CSECT" -> {
                if (!s.operands().isEmpty()) section.locate(inStorage(Expression.absolute(s.operands().getFirst(), section)));
                section.define(s.label(), new Section.Symbol(section.location(), true, 1));
            }
            case "ORG" -> {
                section.locate(s.operands().isEmpty() ? section.highest() : inStorage(Expression.of(one(s), section).number()));
                section.define(s.label(), new Section.Symbol(section.location(), true, 1));
            }
            case "EQU" -> {
                Expression.Worth w = Expression.of(one(s), section);
                int length = s.operands().size() > 1 ? Expression.absolute(s.operands().get(1), section) : w.length();
                section.define(s.label(), new Section.Symbol(w.number(), w.relocatable(), length));
            }
            case "DC" -> define(s, section, true);
            case "DS" -> define(s, section, false);
            case "USING" -> operands.using(s, section);
            case "DROP" -> operands.drop(s, section);
            case "LTORG" -> {
                section.align(8);
                section.define(s.label(), new Section.Symbol(section.location(), true, 1));
                operands.pool(section);
            }
            case "CNOP" -> noOperations(s, section);
            case "END" -> {
                ended = true;
                if (!s.operands().isEmpty()) section.entry(Expression.of(one(s), section).number());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static int inStorage(int address) throws MistakeException {
        if (address >>> 24 != 0) throw new MistakeException("address " + address + ": 0 to 16777215");
        return address;
    }

    private static String one(Statement s) throws MistakeException {
        if (s.operands().isEmpty()) throw new MistakeException(s.operation() + " needs an operand");
        return s.operands().getFirst();
    }

    private static void define(Statement s, Section section, boolean values) throws MistakeException {
        one(s);
        boolean first = true;
        for (String text : s.operands()) {
            Constant c = Constant.of(text, section);
            section.align(c.boundary());
            if (first) section.define(s.label(), new Section.Symbol(section.location(), true, c.one()));
            first = false;
            if (values && c.copies() > 0) section.emit(c.bytes(section));
            else section.reserve(c.size());
        }
    }

    private static void noOperations(Statement s, Section section) throws MistakeException {
        if (s.operands().size() != 2) throw new MistakeException("CNOP needs two operands: CNOP 0,4");
        int at = Expression.absolute(s.operands().get(0), section), of = Expression.absolute(s.operands().get(1), section);
        if (of != 4 && of != 8 || at < 0 || at >= of || at % 2 != 0) throw new MistakeException("CNOP " + at + "," + of + ": an even byte of 4 or 8");
        section.align(2);
        while (section.location() % of != at) section.emit((byte) 0x07, (byte) 0x00);
    }

    @Override
    public void end(Section section) throws MistakeException {
        if (operands.hasLiterals()) {
            section.align(8);
            operands.pool(section);
        }
    }

    // ---- instructions

    @Override
    public List<Instruction> instructions(Statement written, Function<String, List<Row>> rows, Section section) throws MistakeException {
        Statement s = canonical(written);
        List<Row> found = rows.apply(s.operation());
        if (found.isEmpty()) throw new MistakeException("there is no instruction or directive " + written.operation());
        Row row = found.getFirst();
        List<Field> fields = Field.of(row);
        if (fields.size() != s.operands().size())
            throw new MistakeException(row.mnemonic() + " takes " + fields.size() + " operands, not " + s.operands().size() + ": " + row.syntax());
        List<Argument> arguments = new ArrayList<>();
        for (int n = 0; n < fields.size(); n++) arguments.add(operands.read(s.operands().get(n), fields.get(n), section));
        return List.of(new Instruction(row, section.location(), 0, Prefixes.NONE, arguments));
    }

    /** Extended mnemonics are branches on a condition. */
    private static Statement canonical(Statement s) {
        Integer mask = MASKS.get(s.operation());
        if (mask == null) return s;
        List<String> all = new ArrayList<>(List.of(mask.toString()));
        all.addAll(s.operands());
        return new Statement(s.label(), s.operation().endsWith("R") ? "BCR" : "BC", all);
    }
}
