package org.polyvisor.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.cli.output.Table;
import org.polyvisor.isa.platform.Workload;

/**
 * Measurements as a table: a column for each of the others that ran in turn with one of them, and a line with the geometric means of each
 * instruction set and engine over the workloads of bare machines, without the one that is all exits.
 */
final class SpeedTable {
    private static final String BARE = Technique.BARE.toString();

    private final List<String> others;
    private final List<Measurement> all = new ArrayList<>();

    /**
     * Begins a table.
     *
     * @param others whom a measurement may be against, beside bare machines
     */
    SpeedTable(List<String> others) {
        this.others = others;
    }

    void add(Measurement m) {
        all.add(m);
    }

    /** The lines, the heads first. */
    List<String> lines() {
        List<String> heads = new ArrayList<>(List.of("ISA", "WORKLOAD", "ENGINE", "TECHNIQUE", "INSTRUCTIONS", "SECONDS", "MIPS"));
        List<String> columns = Stream.concat(Stream.of(BARE), others.stream().filter(this::ran)).toList();
        columns.forEach(o -> heads.add("OF " + o.toUpperCase(Locale.ROOT)));
        heads.add("RUNS");
        Table table = new Table(heads.toArray(String[]::new));
        for (Measurement m : all) {
            List<Object> cells = new ArrayList<>(List.of(m.isa(), m.workload(), m.engine(), m.technique(), m.instructions(),
                    String.format(Locale.ROOT, "%.3f", m.seconds()), m.mips()));
            columns.forEach(o -> cells.add(ratio(m.ratio(o))));
            cells.add(m.allMips().stream().map(x -> String.format(Locale.ROOT, "%.1f", x)).collect(Collectors.joining(" ")));
            table.row(cells.toArray());
        }
        means(table, columns);
        return table.lines();
    }

    private boolean ran(String other) {
        return all.stream().anyMatch(m -> m.ratio(other).isPresent());
    }

    private void means(Table table, List<String> columns) {
        Map<List<Object>, List<Measurement>> groups = all.stream()
                .filter(m -> m.technique() == Technique.BARE && m.failure().isEmpty() && !m.workload().equals(Workload.EXITS))
                .collect(Collectors.groupingBy(m -> List.of(m.isa(), m.engine()), LinkedHashMap::new, Collectors.toList()));
        groups.forEach((key, of) -> {
            if (of.size() < 2) return;
            List<Object> cells = new ArrayList<>(List.of(key.getFirst(), "geometric mean", key.getLast(), BARE, "", "",
                    mean(of, m -> OptionalDouble.of(m.mips())).orElseThrow()));
            columns.forEach(o -> cells.add(ratio(mean(of, m -> m.ratio(o)))));
            cells.add("");
            table.row(cells.toArray());
        });
    }

    /** The geometric mean; nothing if a value lacks. */
    static OptionalDouble mean(List<Measurement> of, Function<Measurement, OptionalDouble> value) {
        double logarithms = 0;
        for (Measurement m : of) {
            OptionalDouble v = value.apply(m);
            if (v.isEmpty()) return v;
            logarithms += Math.log(v.getAsDouble());
        }
        return OptionalDouble.of(Math.exp(logarithms / of.size()));
    }

    private static String ratio(OptionalDouble r) {
        return r.isPresent() ? String.format(Locale.ROOT, "%.3f", r.getAsDouble()) : "";
    }
}
