package org.polyvisor.isa.assembly;

import java.util.ArrayList;
import java.util.Arrays;
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
    /** How many passes may change symbols while no instruction grows. */
    private static final int MOST_PASSES = 50;

    /**
     * What a pass leaves to the next.
     *
     * @param symbols their values
     * @param sizes of instructions, by line
     * @param locations of lines
     */
    private record Layout(Map<String, Section.Symbol> symbols, int[] sizes, int[] locations) {}

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
        Layout before = new Layout(Map.of(), new int[lines.size()], new int[lines.size()]);
        for (int idle = 0; idle < MOST_PASSES; idle++) {
            int[] sizes = before.sizes.clone(), locations = new int[lines.size()];
            Section s = pass(dialect, lines, before, new Layout(Map.of(), sizes, locations), false, new ArrayList<>());
            boolean settled = s.symbols().equals(before.symbols), grown = !Arrays.equals(sizes, before.sizes);
            before = new Layout(s.symbols(), sizes, locations);
            if (grown) idle = 0;
            if (!settled && (grown || idle < MOST_PASSES - 1)) continue;
            List<Diagnostic> mistakes = new ArrayList<>();
            Section result = pass(dialect, lines, before, new Layout(Map.of(), sizes, locations), true, mistakes);
            if (!mistakes.isEmpty()) throw new AssemblyException(mistakes);
            if (!result.symbols().equals(before.symbols)) continue;
            Program program = result.program();
            if (program.span() <= Section.MOST_BYTES) return program;
            throw mistake("from the lowest to the highest address there are " + program.span() + " bytes: keep it to "
                    + Section.MOST_BYTES);
        }
        throw mistake("the addresses of this text never settle: a symbol depends on itself");
    }

    private static AssemblyException mistake(String message) {
        return new AssemblyException(List.of(new Diagnostic(1, "", message)));
    }

    private List<Row> rows(String mnemonic) {
        return rows.getOrDefault(mnemonic.toUpperCase(Locale.ROOT), List.of());
    }

    private Section pass(Dialect dialect, List<String> lines, Layout before, Layout now, boolean last, List<Diagnostic> mistakes) {
        Section section = new Section(before.symbols, last);
        dialect.begin();
        for (int n = 0; n < lines.size(); n++) {
            Dialect.Statement s = null;
            int at = section.location();
            section.drift(before.symbols.isEmpty() ? 0 : at - before.locations[n]);
            now.locations[n] = at;
            try {
                s = dialect.parse(lines.get(n));
                if (s == null || dialect.directive(s, section)) continue;
                now.sizes[n] = instruction(dialect, s, section, now.sizes[n]);
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
