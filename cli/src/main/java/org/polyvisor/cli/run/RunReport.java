package org.polyvisor.cli.run;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.Numeral;
import org.polyvisor.cli.option.Technique;
import org.polyvisor.cli.output.Json;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.VirtualProcessor;
import org.polyvisor.hypervisor.engine.RegionProfile;

/**
 * What is told of a run when it is over.
 *
 * @param machine that ran
 * @param technique how
 * @param engine how
 * @param nanoseconds for how long
 * @param end why it ended
 */
record RunReport(BareMachine machine, Technique technique, Engine engine, long nanoseconds, RunEnd end) {

    private static final int HOT_REGIONS = 20;

    private double seconds() {
        return nanoseconds / 1e9;
    }

    private double mips() {
        return nanoseconds == 0 ? 0 : machine.instructions() * 1e3 / nanoseconds;
    }

    private String pc() {
        return Numeral.hexadecimal(machine.machine().get(machine.architecture().registers().pc()) & 0xffff_ffffL);
    }

    /** The last line. */
    String line() {
        return String.format(Locale.ROOT, "%s: %s at %s after %,d instructions, %.1f MIPS", machine.architecture().name(), end, pc(),
                machine.instructions(), mips());
    }

    /** Of a virtual processor from its host, or of a bare machine's program by interruption. */
    Map<String, Long> exits() {
        return machine.host() instanceof VirtualProcessor v ? v.ledger().byCause() : machine.exits();
    }

    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("isa", machine.architecture().name());
        all.put("cpu", machine.architecture().model());
        all.put("technique", technique);
        all.put("engine", engine);
        all.put("instructions", machine.instructions());
        all.put("virtualSeconds", (double) machine.now() / machine.rate());
        all.put("wallSeconds", seconds());
        all.put("mips", mips());
        all.put("exits", exits());
        Map<String, Object> translation = new LinkedHashMap<>();
        translation.put("regions", machine.host().real().regions());
        translation.put("seconds", machine.host().real().translationTime() / 1e9);
        translation.put("hot", machine.host().real().busiestRegions(HOT_REGIONS).stream().map(this::json).toList());
        all.put("translation", translation);
        Map<String, Object> ended = new LinkedHashMap<>();
        ended.put("reason", end.reason());
        ended.put("code", end.code());
        ended.put("pc", pc());
        all.put("end", ended);
        return Json.line(all);
    }

    /** A region, and why it was left: addresses, "computed", "unsuited". */
    private Map<String, Object> json(RegionProfile r) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("pc", Numeral.hexadecimal(r.pc() & 0xffff_ffffL));
        m.put("covers", r.instructions());
        m.put("codeBytes", r.bytes());
        m.put("entered", r.entered());
        m.put("instructions", r.completed());
        m.put("left", r.left());
        return m;
    }
}
