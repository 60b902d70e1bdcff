package org.polyvisor.isa.assembly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;

/**
 * The assembler that derives from an architecture's rows. It passes over the text until no symbol changes any more; an
 * instruction that was long once stays long, so that this comes to an end.
 */
public final class Assembler {
    private static final int MOST_PASSES = 50;

    private final Supplier<Dialect> dialects;
    private final Map<String, List<Row>> rows = new HashMap<>();

    /**
     * Makes an assembler.
     *
     * @param architecture whose instructions it knows
     * @param dialects how the text is written: a new dialect for each text
     */
    public Assembler(Architecture architecture, Supplier<Dialect> dialects) {
        this.dialects = dialects;
        for (Row r : architecture.rows()) rows.computeIfAbsent(r.mnemonic().toUpperCase(Locale.ROOT), _ -> new ArrayList<>()).add(r);
    }

    /**
     * Assembles a text.
     *
     * @param text lines that end with LF or CR LF
     * @return the program
     * @throws AssemblyException if it has mistakes
     */
    public Program assemble(String text) throws AssemblyException {
        List<String> lines = text.lines().toList();
        Dialect dialect = dialects.get();
        Map<String, Section.Symbol> before = Map.of();
        int[] least = new int[lines.size()];
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            Section s = pass(dialect, lines, least, before, false, new ArrayList<>());
            boolean settled = s.symbols().equals(before);
            before = s.symbols();
            if (!settled && pass < MOST_PASSES - 1) continue;
            List<Diagnostic> mistakes = new ArrayList<>();
            Section result = pass(dialect, lines, least, before, true, mistakes);
            if (!mistakes.isEmpty()) throw new AssemblyException(mistakes);
            if (!result.symbols().equals(before)) continue;
            Program program = result.program();
            if (program.span() <= Section.MOST_BYTES) return program;
            throw mistake("from the lowest to the highest address there are " + program.span() + " bytes: keep it to " + Section.MOST_BYTES);
        }
        throw mistake("the addresses of this text never settle: a symbol depends on itself");
    }

    private static AssemblyException mistake(String message) {
        return new AssemblyException(List.of(new Diagnostic(1, "", message)));
    }

    private List<Row> rows(String mnemonic) {
        return rows.getOrDefault(mnemonic.toUpperCase(Locale.ROOT), List.of());
    }

    private Section pass(Dialect dialect, List<String> lines, int[] least, Map<String, Section.Symbol> before, boolean last,
            List<Diagnostic> mistakes) {
        Section section = new Section(before, last);
        dialect.begin();
        for (int n = 0; n < lines.size(); n++) {
            Dialect.Statement s = null;
            int at = section.location();
            try {
                s = dialect.parse(lines.get(n));
                if (s == null || dialect.directive(s, section)) continue;
                least[n] = instruction(dialect, s, section, least[n]);
            } catch (MistakeException e) {
                mistakes.add(new Diagnostic(n + 1, lines.get(n), e.getMessage()));
                if (s != null) section.stand(s.label(), at);
            }
        }
        try {
            dialect.end(section);
        } catch (MistakeException e) {
            mistakes.add(new Diagnostic(lines.size(), "", e.getMessage()));
        }
        return section;
    }

    /** Assembles an instruction that takes at least so many bytes; yields how many it took. */
    private int instruction(Dialect dialect, Dialect.Statement written, Section section, int least) throws MistakeException {
        section.align(dialect.alignment());
        byte[] best = null;
        String why = "operands do not fit " + written.operation();
        for (Instruction i : dialect.instructions(written, this::rows, section)) {
            try {
                byte[] code = i.row().format().encode(i, dialect.mode());
                if (code.length >= least && (best == null || code.length < best.length)) best = code;
            } catch (EncodingException e) {
                why = e.getMessage();
            }
        }
        if (best == null) throw new MistakeException(why);
        section.define(written.label(), new Section.Symbol(section.location(), true, best.length));
        section.emit(best);
        return best.length;
    }
}
