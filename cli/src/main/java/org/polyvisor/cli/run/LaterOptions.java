package org.polyvisor.cli.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.Option;

/** Options of a run whose capabilities have not arrived yet. */
final class LaterOptions {
    @Option(names = "--clock", paramLabel = "virtual|wall", defaultValue = "virtual",
            description = "What guest clocks show; default virtual (wall has not arrived yet).")
    private String clock = "virtual";

    @Option(names = "--record", paramLabel = "FILE", description = "Record the run's input (has not arrived yet).")
    private @Nullable String record;

    @Option(names = "--replay", paramLabel = "FILE", description = "Replay recorded input (has not arrived yet).")
    private @Nullable String replay;

    @Option(names = "--gdb", paramLabel = "[HOST:]PORT", description = "Wait for a debugger (has not arrived yet).")
    private @Nullable String gdb;

    @Option(names = "--trace", paramLabel = "FILE", description = "Write every instruction (has not arrived yet).")
    private @Nullable String trace;

    void refuse() throws UsageException {
        Map<String, @Nullable String> given = new LinkedHashMap<>();
        given.put("--record", record);
        given.put("--replay", replay);
        given.put("--gdb", gdb);
        given.put("--trace", trace);
        for (Map.Entry<String, @Nullable String> e : given.entrySet())
            if (e.getValue() != null) throw new UsageException(e.getKey() + " has not arrived yet: leave it out");
        if (clock.equals("wall")) throw new UsageException("--clock wall has not arrived yet: give virtual, or leave it out");
        if (!clock.equals("virtual")) throw new UsageException("--clock " + clock + ": give virtual or wall");
    }
}
