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
        boolean[] ownRead = ownInputsRead(line);
        for (int i = 0; i < line.size(); i++) {
            Prepared.Late[] late = line.get(i).late();
            boolean together = late.length == 2 && late[0] != null && late[1] != null && late[0].inputs() == late[1].inputs();
            if (together) {
                if (dead(line, i + 1, 0) && dead(line, i + 1, 1)) line.set(i, line.get(i).without(0).without(1));
                continue;
            }
            for (int g = 0; g < flags.groups(); g++)
                if (late[g] != null && dead(line, i + 1, g) && !(g == 1 && late[0] == null && ownRead[i + 1]))
                    line.set(i, line.get(i).without(g));
        }
    }

    /** By instruction: does anybody from it on rely on group 0 having got its own inputs, because group 1 was written alone? */
    private boolean[] ownInputsRead(List<Prepared> line) {
        boolean[] read = new boolean[line.size() + 1];
        if (flags.groups() != 2) return read;
        int own = flags.firstSlot + 2 + LateFlags.INPUTS;
        for (int i = line.size() - 1; i >= 0; i--) {
            Prepared p = line.get(i);
            boolean[] found = {false};
            p.reads(slot -> found[0] |= slot >= own && slot < own + LateFlags.INPUTS);
            read[i] = found[0] || p.late()[0] == null && !p.settled().contains(0) && read[i + 1];
        }
        return read;
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
