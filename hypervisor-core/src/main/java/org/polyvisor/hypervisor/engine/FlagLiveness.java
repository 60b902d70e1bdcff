package org.polyvisor.hypervisor.engine;

import java.util.List;
import org.polyvisor.isa.semantics.Control;

/** Which late flags in a line of instructions are live: can anybody look at them before the next instructions overwrite them? */
final class FlagLiveness {
    /** Of what an instruction looks at: group 0's own inputs. */
    private static final int OWN = 1 << 2;

    private final LateFlags flags;

    FlagLiveness(LateFlags flags) {
        this.flags = flags;
    }

    /**
     * Drops late flags that the next instructions overwrite before anybody could look; groups that share their inputs only
     * together, since one micro-op serves both.
     */
    void dropDead(List<Prepared> line) {
        int[] looks = new int[line.size()];
        for (int i = 0; i < looks.length; i++) looks[i] = looks(line.get(i));
        boolean[] ownRead = ownInputsRead(line, looks);
        for (int i = 0; i < line.size(); i++) {
            Prepared.Late[] late = line.get(i).late();
            boolean together = late.length == 2 && late[0] != null && late[1] != null && late[0].inputs() == late[1].inputs();
            if (together) {
                if (dead(line, looks, i + 1, 0) && dead(line, looks, i + 1, 1)) line.set(i, line.get(i).without(0).without(1));
                continue;
            }
            for (int g = 0; g < flags.groups(); g++)
                if (late[g] != null && dead(line, looks, i + 1, g) && !(g == 1 && late[0] == null && ownRead[i + 1]))
                    line.set(i, line.get(i).without(g));
        }
    }

    /** By instruction: does anybody from it on rely on group 0 having got its own inputs, because group 1 was written alone? */
    private boolean[] ownInputsRead(List<Prepared> line, int[] looks) {
        boolean[] read = new boolean[line.size() + 1];
        if (flags.groups() != 2) return read;
        for (int i = line.size() - 1; i >= 0; i--) {
            Prepared p = line.get(i);
            read[i] = (looks[i] & OWN) != 0 || p.late()[0] == null && !p.settled().contains(0) && read[i + 1];
        }
        return read;
    }

    private boolean dead(List<Prepared> line, int[] looks, int from, int group) {
        for (int i = from; i < looks.length; i++) {
            Prepared p = line.get(i);
            if ((looks[i] >>> group & 1) != 0 || p.faults()) return false;
            if (p.late()[group] != null || p.settled().contains(group)) return true;
            if (!(p.in().control() instanceof Control.Next)) return false;
        }
        return false;
    }

    /** What an instruction looks at: a bit for each group, and {@link #OWN}. */
    private int looks(Prepared p) {
        if (p.form() != null && p.form().looks >= 0) return p.form().looks;
        int[] found = {0};
        for (int g : p.forced()) found[0] |= 1 << g;
        p.reads(slot -> found[0] |= looks(slot));
        if (p.form() != null) p.form().looks = found[0];
        return found[0];
    }

    private int looks(int slot) {
        if (slot < flags.firstSlot) return flags.groupOf(slot) < 0 ? 0 : 1 << flags.groupOf(slot);
        int inputs = flags.firstSlot + 2, own = inputs + LateFlags.INPUTS, end = own + LateFlags.INPUTS, found = 0;
        for (int g = 0; g < flags.groups(); g++)
            if (slot == flags.kindSlot(g) || slot >= inputs && slot < (g == 0 ? end : own)) found |= 1 << g;
        return slot >= own && slot < end ? found | OWN : found;
    }
}
