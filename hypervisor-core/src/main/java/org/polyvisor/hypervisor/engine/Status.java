package org.polyvisor.hypervisor.engine;

import java.util.BitSet;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.semantics.Value;

/**
 * How a processor stands between two instructions: virtual time; what its registers say about interruptions and addresses, as of the last
 * look at them, that is, which lines are open, whether it waits, which address space is the present one; and what comes from outside,
 * requests and where to stop.
 */
abstract sealed class Status extends State permits Processor {
    private final int[] watched;
    /** What the watched registers held at the last look. */
    private final long[] seen;
    private final Value spaceOf;
    private final Value waitingOf;
    private final Value openOf;
    private final Value fetchBaseOf;
    /** A bit for each watched register, the last for all beyond: those that open lines, and those that say what an address means. */
    private final long opens;
    private final long addresses;
    /** All views that there were so far. */
    final Set<View> entered = Collections.newSetFromMap(new WeakHashMap<>());
    /** The address space, if the registers do not tell; with {@link #fixed}. */
    private long fixedSpace;
    private boolean fixed;
    private long space;
    /** Instructions completed; those of the present run are added at its end. */
    long retired;
    /** Virtual time spent waiting. */
    long waited;
    /** The present address space with its code. */
    Context context;
    /** Lines that are open. */
    long open;
    /** Lines with a request. */
    long requested;
    boolean waits;
    /** Whether devices ask for the end of the run. */
    boolean attention;
    private boolean watching;
    private Processor beneath;

    Status(Architecture a, Storage s, LateFlags late, int slots) {
        super(a, s, late, slots);
        entered.add(own);
        watched = a.watched().stream().mapToInt(Register::slot).sorted().toArray();
        seen = new long[watched.length];
        spaceOf = a.space();
        waitingOf = a.waiting();
        openOf = a.open();
        fetchBaseOf = a.fetchBase();
        opens = watchedBy(openOf) | watchedBy(waitingOf);
        addresses = watchedBy(spaceOf) | watchedBy(fetchBaseOf);
        look(true);
    }

    private long watchedBy(Value v) {
        long bits = 0;
        for (int i = 0; i < watched.length; i++) if (v.mayRead(watched[i])) bits |= bit(i);
        return bits;
    }

    private static long bit(int i) {
        return 1L << Math.min(i, 63);
    }

    /** Evaluates the architecture's expressions again if a register in them has changed. */
    final void look(boolean anyway) {
        long changed = anyway ? -1 : 0;
        for (int i = 0; i < watched.length; i++) {
            long v = frame[watched[i]];
            if (seen[i] != v) {
                seen[i] = v;
                changed |= bit(i);
            }
        }
        if ((changed & opens) != 0) {
            waits = waitingOf.eval(frame) != 0;
            open = openOf.eval(frame);
        }
        if ((changed & addresses) != 0) {
            space = fixed ? fixedSpace : spaceOf.eval(frame);
            context = view.context(space, (int) fetchBaseOf.eval(frame));
            memory.translations = context.translations;
        }
    }

    // ---- virtual time

    /** {@return instructions completed since the processor was made or {@link Processor#restart}ed} */
    public long retired() {
        return retired;
    }

    /** {@return virtual time spent waiting} */
    public long waited() {
        return waited;
    }

    /** {@return virtual time: instructions completed, and waits} */
    public long now() {
        return retired + waited;
    }

    /**
     * Lets virtual time pass while the processor waits.
     *
     * @param instructions how much
     */
    public void idle(long instructions) {
        waited += instructions;
    }

    /**
     * Gives the clock another time.
     *
     * @param completed instructions completed
     * @param idle virtual time spent waiting
     */
    public void clock(long completed, long idle) {
        retired = completed;
        waited = idle;
    }

    // ---- what addresses mean, and the code there

    void enter(View v, boolean fix, long id) {
        if (view == v && fixed == fix && fixedSpace == id) return;
        view = v;
        entered.add(v);
        fixed = fix;
        fixedSpace = id;
        look(true);
    }

    /** {@return the present address space} */
    public long space() {
        look(false);
        return space;
    }

    /**
     * {@return whether {@link #stops} names an address}
     *
     * @param address where
     */
    public boolean stopsAt(int address) {
        return view.stopsAt(address);
    }

    /**
     * Says where to stop: {@link Processor#run} gives control back before it executes an instruction there.
     *
     * @param addresses where
     */
    public void stops(int... addresses) {
        view.stops(addresses);
    }

    /**
     * Finds an instruction without changing anything; for messages.
     *
     * @param pc its address
     * @return yields it, as the bytes are then, in the address space and mode of now; nothing as long as its page is unknown
     */
    public Supplier<Optional<Instruction>> instruction(int pc) {
        look(false);
        Context here = context;
        Mode mode = mode();
        return () -> here.instruction(architecture, memory, pc, mode);
    }

    /**
     * Tells what was executed.
     *
     * @param addresses gets the address, below 2 GiB, of every byte that was decoded as code since code was last forgotten
     */
    public void codeInto(BitSet addresses) {
        for (View v : entered) v.codeInto(addresses, memory.addressMask);
    }

    // ---- interruptions

    /** {@return which lines are open} */
    public long open() {
        look(false);
        return open;
    }

    /** {@return whether the processor waits} */
    public boolean waiting() {
        look(false);
        return waits;
    }

    /**
     * Says which lines have a request.
     *
     * @param lines a bit for each
     */
    public void requested(long lines) {
        requested = lines;
        attention |= (lines & open) != 0;
        if (beneath != null) beneath.requested(lines);
    }

    /** {@return which lines have a request} */
    public long requested() {
        return requested;
    }

    /** {@return whether a requested interruption is open} */
    public boolean interrupted() {
        look(false);
        return (open & requested) != 0;
    }

    /** Ends {@link Processor#run} at the end of an instruction that talks to devices. */
    public void attention() {
        attention = true;
        if (beneath != null) beneath.attention();
    }

    /**
     * Says whether {@link Processor#run} ends as soon as anything changes that could open an interruption.
     *
     * @param on whether it does
     */
    public void watching(boolean on) {
        watching = on;
    }

    /** {@return what {@link #watching(boolean)} said} */
    public boolean watching() {
        return watching;
    }

    /**
     * Says which processor runs this one's program with this one's devices; its run, too, is to end when devices ask for attention.
     *
     * @param runs the processor; null: none
     */
    public void beneath(Processor runs) {
        beneath = runs;
    }
}
