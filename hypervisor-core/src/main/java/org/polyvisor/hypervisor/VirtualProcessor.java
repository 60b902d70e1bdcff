package org.polyvisor.hypervisor;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import org.polyvisor.hypervisor.Ledger.Cause;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Lowered;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.hypervisor.engine.View;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.code.Row;

/**
 * A processor made of another one. Its instructions run on the host as far as the technique lets them. Whatever trapped there is run
 * once more, that one instruction, on the virtual state: if it completes, it was simulated; if it traps there too, that trap is the
 * guest's own interruption. There is no other decision; the guest's own check of privilege comes before the hypervisor's by construction.
 */
public final class VirtualProcessor implements Host {
    private final Host host;
    /** The virtual state, and what simulates on it. */
    private final Processor state;
    private final Technique technique;
    private final Lowered lowered;
    private final Ledger ledger;
    private final Map<View, View> shadows = new IdentityHashMap<>();
    private View shadow;
    private boolean fixed;
    private long space;

    /**
     * Makes a virtual processor with all registers 0.
     *
     * @param host what it is made of
     * @param storage its storage
     * @param technique how it is laid on the host
     */
    public VirtualProcessor(Host host, Storage storage, Technique technique) {
        this(host, storage, technique, technique.lowered() ? Lowered.of(host.state().architecture())
                : Lowered.asItIs(host.state().architecture()));
    }

    /**
     * Makes a virtual processor with all registers 0, whose state is laid on the host in a way of its own.
     *
     * @param host what it is made of
     * @param storage its storage
     * @param technique how it is laid on the host
     * @param lowered what the host's registers hold while the guest runs
     */
    public VirtualProcessor(Host host, Storage storage, Technique technique, Lowered lowered) {
        this.host = host;
        this.technique = technique;
        Architecture a = host.state().architecture();
        for (Row r : technique.intercepted())
            if (a.rows().stream().noneMatch(own -> own == r)) throw new IllegalArgumentException(r + " is no row of this architecture");
        this.lowered = lowered;
        state = host.state().simulator(storage);
        ledger = new Ledger(state.resolving());
        if (!technique.lowered()) state.beneath(host.state());
        shadow(state.view());
    }

    /**
     * {@return makes virtual processors, each on a real one of its own}
     *
     * @param a the architecture
     * @param technique how they are laid on it
     */
    public static Function<Storage, Host> maker(Architecture a, Technique technique) {
        return s -> new VirtualProcessor(new Processor(a, new Storage(a, 1L << a.pageBits())), s, technique);
    }

    /** {@return the exits so far} */
    public Ledger ledger() {
        return ledger;
    }

    /** {@return what it is made of} */
    public Host host() {
        return host;
    }

    /** {@return how it is laid on its host} */
    public Technique technique() {
        return technique;
    }

    @Override
    public Processor state() {
        return state;
    }

    @Override
    public void enter(View view) {
        state.enter(view);
        fixed = false;
        shadow(view);
    }

    @Override
    public void enter(View view, long id) {
        state.enter(view, id);
        fixed = true;
        space = id;
        shadow(view);
    }

    private void shadow(View view) {
        shadow = shadows.computeIfAbsent(view, v -> v.under(technique.walks() ? null : state, technique.intercepted()));
    }

    @Override
    public void stops(int... addresses) {
        state.stops(addresses);
        enterHost();
        host.stops(addresses);
    }

    @Override
    public void tier(Tier tier) {
        host.tier(tier);
    }

    @Override
    public Processor real() {
        return host.real();
    }

    @Override
    public Exit run(long most) {
        long end = state.retired() + most;
        while (true) {
            if (state.interrupted()) return new Exit.Attention(state.pc());
            if (state.waiting()) return new Exit.Waiting(state.pc());
            if (state.retired() >= end) return new Exit.Budget(state.pc());
            long before = state.retired();
            Exit own = handle(onHost(end - before));
            if (own != null) return own;
            if (state.retired() != before && state.stopsAt(state.pc())) return new Exit.Budget(state.pc());
        }
    }

    /** What an exit of the host means to the guest; null: it goes on. */
    private Exit handle(Exit e) {
        return switch (e) {
            case Exit.Budget _, Exit.Waiting _ -> null;
            case Exit.Attention _ -> e;
            case Exit.Completed _ -> {
                ledger.add(Cause.CALL);
                yield e;
            }
            case Exit.Trap t when t.why().type() == Processor.INTERCEPTION -> simulate(Cause.INTERCEPTION);
            case Exit.Trap _ when technique.lowered() -> simulate(Cause.PRIVILEGED);
            case Exit.Trap _ -> {
                ledger.add(Cause.REFLECTION);
                yield e;
            }
        };
    }

    /** Runs one instruction on the virtual state. What comes of it is the truth. */
    private Exit simulate(Cause why) {
        ledger.add(why);
        Exit e = state.run(1);
        if (e instanceof Exit.Trap) return e;
        ledger.completed();
        return e instanceof Exit.Completed || e instanceof Exit.Attention ? e : null;
    }

    private Exit onHost(long most) {
        Processor h = host.state();
        lowered.lower(state, h);
        enterHost();
        h.clock(state.retired(), state.waited());
        h.requested(technique.lowered() ? 0 : state.requested());
        h.watching(technique.lowered() && state.requested() != 0 || state.watching());
        long before = state.resolved();
        ledger.enter();
        Exit e = host.run(most);
        if (!(e instanceof Exit.Budget)) ledger.leave();
        ledger.add(Cause.TRANSLATION, state.resolved() - before);
        lowered.raise(h, state);
        state.clock(h.retired(), h.waited());
        return e;
    }

    private void enterHost() {
        if (technique.lowered()) host.enter(shadow, fixed ? space : state.space());
        else if (fixed) host.enter(shadow, space);
        else host.enter(shadow);
    }
}
