package org.polyvisor.cli.bench;

import java.util.ArrayList;
import java.util.List;
import org.polyvisor.isa.UsageException;

/** One of those that run a workload in turn. */
@FunctionalInterface
interface Contestant {

    /**
     * Runs it once, from the beginning.
     *
     * @throws UsageException if it cannot be loaded
     */
    Lap run() throws UsageException;

    /**
     * Lets all run in turn; the order is another in every second round, so that nobody always goes first. Who fails drops out: its last
     * lap is the failed one.
     *
     * @param all who
     * @param rounds how often, from 1
     * @return the laps of each
     */
    static List<List<Lap>> rounds(List<Contestant> all, int rounds) throws UsageException {
        List<List<Lap>> laps = new ArrayList<>();
        for (Contestant _ : all) laps.add(new ArrayList<>());
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < all.size(); i++) {
                int who = round % 2 == 0 ? i : all.size() - 1 - i;
                if (laps.get(who).isEmpty() || laps.get(who).getLast().failure().isEmpty()) laps.get(who).add(all.get(who).run());
            }
        }
        return laps;
    }
}
