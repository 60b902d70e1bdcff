package org.polyvisor.cli.exec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.option.MemorySize;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;

/** Runs cases, each on a machine that may have run others of its kind. */
final class CaseRunner {
    private static final int MOST_MACHINES = 16;

    /** What a machine is made of, as the user wrote it. */
    private record Kind(String isa, String cpu, long bytes, boolean translates) {}

    private static final long DEFAULT_SIZE = -1;

    private final InstructionSets sets;
    private final Map<Kind, CaseMachine> machines = new LinkedHashMap<>(MOST_MACHINES, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, CaseMachine> eldest) {
            return size() > MOST_MACHINES;
        }
    };

    CaseRunner(InstructionSets sets) {
        this.sets = sets;
    }

    /**
     * Runs a case.
     *
     * @param c the case
     * @param r where its result is put
     * @throws UsageException if it cannot be run; the message names the field
     */
    void run(Case c, Result r) throws UsageException {
        Kind kind = new Kind(c.isa, c.cpu, c.memory == null ? DEFAULT_SIZE : c.memory.bytes(), c.engine == Engine.TRANSLATOR);
        CaseMachine m = machines.get(kind);
        if (m == null) {
            m = make(c);
            machines.put(kind, m);
        }
        m.run(c, r);
    }

    /** Forgets the machines, one of which may be broken. */
    void forget() {
        machines.clear();
    }

    private CaseMachine make(Case c) throws UsageException {
        InstructionSet set = sets.named(c.isa);
        Architecture a = set.architecture(c.cpu);
        MemorySize size = c.memory == null ? new MemorySize(set.smallStorage()) : c.memory;
        CaseMachine m = new CaseMachine(set, a, size.checked("memory", set, a));
        if (c.engine == Engine.TRANSLATOR) m.tier(Tier.EAGER); // what runs once is not worth it, but shows whether it is right
        return m;
    }
}
