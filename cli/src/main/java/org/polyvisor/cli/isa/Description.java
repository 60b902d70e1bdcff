package org.polyvisor.cli.isa;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.platform.BootOption;

/**
 * What an instruction set declares, for programs to read.
 *
 * @param set the instruction set
 * @param architecture one of its processors
 */
record Description(InstructionSet set, Architecture architecture) {

    Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("isa", set.name());
        all.put("description", set.description());
        all.put("models", set.models());
        all.put("features", set.features());
        all.put("cpu", architecture.model());
        all.put("states", set.states());
        all.put("storage", object("small", set.smallStorage(), "default", set.defaultStorage(), "maximum", set.maximumStorage(), "page",
                1 << architecture.pageBits()));
        all.put("interruptions", architecture.interruptions().stream().map(InterruptionClass::name).toList());
        all.put("registers", set.views(architecture).stream().map(Description::view).toList());
        all.put("schema", schema());
        all.put("options", set.platform().options().stream().map(Description::option).toList());
        all.put("instructions", architecture.rows().stream().map(Description::row).toList());
        return all;
    }

    private List<Map<String, Object>> schema() {
        return architecture.registers().all().stream().filter(r -> r.kind() != Register.Kind.HIDDEN)
                .map(r -> object("name", r.name(), "bits", r.bits(), "state", state(r), "mode", r.keyed())).toList();
    }

    static String state(Register r) {
        return r.kind().toString().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> view(RegisterView v) {
        return object("name", v.name(), "bits", v.bits());
    }

    private static Map<String, Object> option(BootOption o) {
        return object("name", o.name(), "parameter", o.parameter(), "repeatable", o.repeatable(), "description", o.description());
    }

    private static Map<String, Object> row(Row r) {
        return object("mnemonic", r.mnemonic(), "encoding", r.encoding(), "syntax", r.syntax(), "source", r.source());
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> m = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) m.put((String) namesAndValues[i], namesAndValues[i + 1]);
        return m;
    }
}
