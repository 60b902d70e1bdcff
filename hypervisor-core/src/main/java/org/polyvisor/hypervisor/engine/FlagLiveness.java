package org.polyvisor.hypervisor.engine;

import java.util.List;
import java.util.function.Consumer;
import org.polyvisor.isa.semantics.Control;

/** Which late flags in a line of instructions are live: can anybody look at them before the next instructions overwrite them? */
final class FlagLiveness {
    private final LateFlags flags;

    FlagLiveness(LateFlags flags) {
        this.flags = flags;
    }

    /**
     * Drops late flags that the next instructions overwrite before anybody could look; groups that share their inputs only
     * together, since one micro-op serves both.
     */
    void dropDead(List<Prepared> line) {
        for (int i = 0; i < line.size(); i++) {
            Prepared.Late[] late = line.get(i).late();
            boolean together = late.length == 2 && late[0] != null && late[1] != null && late[0].inputs() == late[1].inputs();
            if (together) {
                if (dead(line, i + 1, 0) && dead(line, i + 1, 1)) line.set(i, line.get(i).without(0).without(1));
                continue;
            }
            for (int g = 0; g < flags.groups(); g++)
                if (late[g] != null && dead(line, i + 1, g) && !(g == 1 && late[0] == null && ownInputsRead(line, i + 1)))
                    line.set(i, line.get(i).without(g));
        }
    }

    /** Does anybody rely on group 0 having got its own inputs, because group 1 was written alone? */
    private boolean ownInputsRead(List<Prepared> line, int from) {
        int own = flags.firstSlot + 2 + LateFlags.INPUTS;
        for (Prepared p : line.subList(from, line.size())) {
            boolean[] found = {false};
            p.reads(slot -> found[0] |= slot >= own && slot < own + LateFlags.INPUTS);
            if (found[0]) return true;
            if (p.late()[0] != null || p.settled().contains(0)) return false;
        }
        return false;
    }

    private boolean dead(List<Prepared> line, int from, int group) {
        int inputs = flags.firstSlot + 2, end = inputs + (group == 0 ? 2 * LateFlags.INPUTS : LateFlags.INPUTS);
        for (Prepared p : line.subList(from, line.size())) {
            boolean[] found = {p.forced().contains(group)};
            Consumer<Integer> look = slot -> found[0] |= slot < flags.firstSlot ? flags.groupOf(slot) == group
                    : slot == flags.kindSlot(group) || slot >= inputs && slot < end;
            p.reads(look);
            if (found[0] || p.faults()) return false;
            if (p.late()[group] != null || p.settled().contains(group)) return true;
            if (!(p.in().control() instanceof Control.Next)) return false;
        }
        return false;
    }
}
