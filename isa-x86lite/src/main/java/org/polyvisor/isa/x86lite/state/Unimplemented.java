package org.polyvisor.isa.x86lite.state;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Semantics;

/** What these processors have and this one does not yet: whoever comes across it sees it in the log, once. */
public final class Unimplemented {
    private static final System.Logger LOG = System.getLogger(Unimplemented.class.getName());

    private final String what;
    private final AtomicBoolean seen = new AtomicBoolean();
    private final Helper report = Helper.of("unimplemented", this::log).reads(Registers.CS.base());

    /**
     * Names it.
     *
     * @param what a few words
     */
    public Unimplemented(String what) {
        this.what = what;
    }

    /**
     * Says that it was asked for.
     *
     * @param s records the instruction
     */
    public void report(Semantics s) {
        s.call(report, s.constant(s.pc()), s.constant(s.length()));
    }

    private long log(Machine m, long pc, long length) {
        if (seen.getAndSet(true)) return 0;
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < length; i++) bytes.append(" %02x".formatted(m.load((int) (m.get(Registers.CS.base()) + pc + i), 1)));
        LOG.log(Level.WARNING, "{0} at {1} is not implemented:{2} (further ones are not reported)", what, "%08x".formatted((int) pc),
                bytes);
        return 0;
    }
}
