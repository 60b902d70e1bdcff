package org.polyvisor.hypervisor.engine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.polyvisor.isa.Access;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.Route;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.Translation;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Control;
import org.polyvisor.isa.semantics.Effect;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Value;

/**
 * One processor over storage. It runs instructions until something needs attention; nothing in it delivers interruptions by
 * itself. Confined to one thread.
 */
public final class Processor extends State implements Host {
    /** The class of what an intercepted instruction does; its code is the number of the row. */
    public static final InterruptionClass INTERCEPTION = new InterruptionClass("interception", -1);

    static final Access[] ACCESSES = Access.values();
    static final Route[] ROUTES = Route.values();
    static final int TEMPS = 2048;

    final int lateSlot;
    final int firstTemp;
    /** Instructions left of the budget of the present run. */
    int left;
    /** Length of the instruction that a signal ended. */
    int length;

    final SharedCode shared;
    final CodeCache code;
    private int constants;
    private int generation;
    private final int[] watched;
    private final long[] seen;
    private final Value spaceOf;
    private final Value waitingOf;
    private final Value openOf;
    private final Value fetchBaseOf;
    /** A bit for each watched register, the last for all beyond: those that open lines, and those that say what an address means. */
    private final long opens;
    private final long addresses;
    private final Set<View> entered = Collections.newSetFromMap(new WeakHashMap<>());
    /** The address space, if the registers do not tell; with {@link #fixed}. */
    private long fixedSpace;
    private boolean fixed;
    private long space;
    private Context context;
    private long open;
    private boolean waits;
    private long requested;
    private boolean attention;
    private boolean watching;
    private Processor beneath;
    private boolean switched;
    private Exit exit;
    private RecordedInstruction executing;
    private int executedAddress;
    private int executedModifier;
    private long retired;
    private long waited;
    private int budget;

    /**
     * Makes a processor with all registers 0.
     *
     * @param a what it is
     * @param s what it runs on
     */
    public Processor(Architecture a, Storage s) {
        this(a, s, new LateFlags(a), new SharedCode());
    }

    private Processor(Architecture a, Storage s, LateFlags flags, SharedCode shared) {
        super(a, s, flags, flags.firstSlot + LateFlags.SLOTS + TEMPS + SharedCode.CONSTANTS);
        this.shared = shared;
        generation = shared.generation();
        lateSlot = flags.firstSlot;
        firstTemp = lateSlot + LateFlags.SLOTS;
        entered.add(own);
        watched = a.watched().stream().mapToInt(Register::slot).sorted().toArray();
        seen = new long[watched.length];
        spaceOf = a.space();
        waitingOf = a.waiting();
        openOf = a.open();
        fetchBaseOf = a.fetchBase();
        opens = watchedBy(openOf) | watchedBy(waitingOf);
        addresses = watchedBy(spaceOf) | watchedBy(fetchBaseOf);
        code = new CodeCache(this, a);
        look(true);
    }

    // ---- what addresses mean, and what is open

    private long watchedBy(Value v) {
        long bits = 0;
        for (int i = 0; i < watched.length; i++) if (v.mayRead(watched[i])) bits |= bit(i);
        return bits;
    }

    private static long bit(int i) {
        return 1L << Math.min(i, 63);
    }

    /** Evaluates the architecture's expressions again if a register in them has changed. */
    private void look(boolean anyway) {
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

    /**
     * A processor of the same architecture that simulates: on it runs what another one may not do itself. Both are confined to one
     * thread, and what one has decoded the other need not.
     *
     * @param s its storage
     * @return a processor whose registers, late flags included, lie in the same slots
     */
    public Processor simulator(Storage s) {
        return new Processor(architecture, s, flags, shared);
    }

    View present() {
        return view;
    }

    /** {@return the view of a processor on its own storage} */
    public View view() {
        return own;
    }

    @Override
    public Processor state() {
        return this;
    }

    @Override
    public void enter(View v) {
        enter(v, false, 0);
    }

    @Override
    public void enter(View v, long id) {
        enter(v, true, id);
    }

    private void enter(View v, boolean fix, long id) {
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

    // ---- the run loop

    /** {@return the architecture} */
    public Architecture architecture() {
        return architecture;
    }

    /** {@return its own storage} */
    public Storage storage() {
        return own.environment.storage;
    }

    /** {@return instructions completed since the processor was made or {@link #restart}ed} */
    public long retired() {
        return retired;
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

    /** Ends {@link #run} at the end of an instruction that talks to devices. */
    public void attention() {
        attention = true;
        if (beneath != null) beneath.attention();
    }

    /**
     * Says whether {@link #run} ends as soon as anything changes that could open an interruption.
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

    /** {@return whether a requested interruption is open} */
    public boolean interrupted() {
        look(false);
        return (open & requested) != 0;
    }

    /** {@return which lines have a request} */
    public long requested() {
        return requested;
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

    /** {@return virtual time spent waiting} */
    public long waited() {
        return waited;
    }

    boolean anyStops() {
        return view.anyStops();
    }

    /**
     * {@return whether {@link #stops} names an address}
     *
     * @param address where
     */
    public boolean stopsAt(int address) {
        return view.stopsAt(address);
    }

    @Override
    public void stops(int... addresses) {
        view.stops(addresses);
    }

    @Override
    public Exit run(long most) {
        if (generation != shared.generation()) forgetCode();
        budget = (int) Math.min(most, 1 << 30);
        left = budget;
        exit = null;
        attention = false;
        look(false);
        boolean single = false, began = false;
        while (left > 0) {
            if ((open & requested) != 0) return end(new Exit.Attention(pc()));
            if (waits) return end(new Exit.Waiting(pc()));
            if (began && view.stopsAt(pc())) break;
            began = true;
            try {
                Block b;
                if (executing != null) b = code.executed(context, executing, executedAddress, executedModifier);
                else if (single) b = code.single(context, pc());
                else b = block();
                single = executing != null && single;
                executing = null;
                Interpreter.run(this, b);
                if (exit != null) return end(exit);
                if (switched) {
                    switched = false;
                    look(false);
                    if (attention || watching) return end(new Exit.Attention(pc()));
                }
            } catch (Signal.Trapped t) {
                executing = null;
                Interruption why = t.why.length() == 0 ? t.why.ofLength(length) : t.why;
                return end(new Exit.Trap(pc(), why));
            } catch (Signal.CodeModified _) {
                single = true;
            } catch (Signal.Full _) {
                shared.clear();
                forgetCode();
            }
        }
        if (left == 0) {
            if ((open & requested) != 0) return end(new Exit.Attention(pc()));
            if (waits) return end(new Exit.Waiting(pc()));
        }
        return end(new Exit.Budget(pc()));
    }

    private Exit end(Exit e) {
        retired += budget - left;
        budget = left = 0;
        return e;
    }

    /** The block to run now, not longer than what is left of the budget. */
    private Block block() {
        length = 0;
        return code.block(context, pc(), left);
    }

    /** Where a way leads now that it does not lead where it led last; null: ask again from the beginning. */
    Block follow(Block.Way w, int pc) {
        Block b = w.before;
        if (b == null || b.pc != pc || b.epoch != memory.translations.epoch) b = code.lookup(context, pc);
        w.before = w.to;
        return w.to = b;
    }

    // ---- what the interpreter tells

    void stop(int remaining, int pc) {
        left = remaining;
        frame[0] = pc;
    }

    void switched(int remaining, int pc) {
        switched = true;
        stop(remaining, pc & memory.addressMask);
    }

    void completed(Block b, int[] c, int i, int n) {
        RecordedInstruction in = b.line.get(c[i + 7] - 1).in();
        stop(n - c[i + 7], (int) frame[c[i + 6]] & memory.addressMask);
        switched = true;
        look(false);
        exit = new Exit.Completed(pc(), in.pc(),
                new Interruption(interruptionClass(c[i + 2]), c[i + 3], (int) frame[c[i + 4]], (int) frame[c[i + 5]], in.length()));
    }

    void executes(int address, int modifier, RecordedInstruction by, int remaining) {
        executing = by;
        executedAddress = address & memory.addressMask;
        executedModifier = modifier;
        stop(remaining + 1, by.pc());
        length = by.length();
    }

    /** Gives group 0 inputs of its own, because group 1 is about to be written alone. */
    void unshare() {
        int own = lateSlot + 2 + LateFlags.INPUTS, shared = lateSlot + 2;
        for (int i = 0; i < LateFlags.INPUTS; i++) frame[own + i] = frame[shared + i];
        frame[lateSlot] ^= LateFlags.SHARED;
    }

    long help(int helper, long a, long b, long c, long d) {
        return shared.helper(helper).body().call(this, a, b, c, d);
    }

    /** Virtual time when the present block began. */
    long time(int n) {
        return retired + waited + budget - n;
    }

    /** What an instruction does under the present view. */
    RecordedInstruction record(Instruction i, Mode mode) {
        return view.intercepts(i.row()) ? interception(i, i.length()) : architecture.record(i, mode);
    }

    RecordedInstruction recordExecuted(Instruction i, Mode mode, int by) {
        return view.intercepts(i.row()) ? interception(i, by) : architecture.recordExecuted(i, mode, by);
    }

    private RecordedInstruction interception(Instruction i, int bytes) {
        Value zero = Value.of(0, 32);
        Effect trap = new Effect.Trap(INTERCEPTION, architecture.rows().indexOf(i.row()), zero, zero);
        return new RecordedInstruction(i.pc(), i.pc() + bytes & memory.addressMask, bytes, List.of(trap), Map.of(), new Control.Next());
    }

    InterruptionClass interruptionClass(int number) {
        return number == INTERCEPTION.number() ? INTERCEPTION : architecture.interruptions().get(number);
    }

    int helper(Helper h) {
        return shared.helper(h);
    }

    /** The slot of a constant. */
    int constant(long v) {
        int number = shared.constant(v);
        if (number >= constants) learn();
        return firstTemp + TEMPS + number;
    }

    /** Takes over constants that have got their numbers meanwhile. */
    void learn() {
        constants = shared.constants(constants, frame, firstTemp + TEMPS);
    }

    /**
     * Tells what was executed.
     *
     * @param addresses gets the address, below 2 GiB, of every byte that was decoded as code since code was last forgotten
     */
    public void codeInto(BitSet addresses) {
        for (View v : entered) v.codeInto(addresses, memory.addressMask);
    }

    private void forgetCode() {
        for (View v : entered) v.forgetCode();
        code.clear();
        constants = 0;
        generation = shared.generation();
    }

    // ---- interruptions

    /**
     * Runs the architecture's delivery.
     *
     * @param i the interruption
     * @param at where the program would go on
     * @return null, or the interruption that occurred in it; the registers are as they were then
     */
    public Interruption deliver(Interruption i, int at) {
        if (generation != shared.generation()) forgetCode();
        look(false);
        int before = pc();
        frame[0] = at;
        frame[architecture.registers().interruptionDetail().slot()] = i.detail();
        frame[architecture.registers().interruptionAddress().slot()] = i.address();
        frame[architecture.registers().interruptionLength().slot()] = i.length();
        exit = null;
        while (true) {
            try {
                length = 0;
                budget = 0;
                left = 1;
                Interpreter.run(this, code.delivery(i));
                switched = false;
                left = 0;
                look(false);
                if (exit == null) return null;
                throw new IllegalStateException("the delivery of " + i + " interrupts after completing");
            } catch (Signal.Trapped t) {
                frame[0] = before;
                left = 0;
                return t.why;
            } catch (Signal.CodeModified _) {
                frame[0] = at;
            } catch (Signal.Full _) {
                frame[0] = at;
                shared.clear();
                forgetCode();
            }
        }
    }

    // ---- state

    /** Puts all registers to 0, virtual time too. */
    public void restart() {
        Arrays.fill(frame, 0, lateSlot + LateFlags.SLOTS, 0);
        retired = waited = 0;
        requested = 0;
        executing = null;
        look(true);
    }

    /**
     * Says what the platform offers to instructions.
     *
     * @param services yields a service of a type, or null
     */
    public void platform(Function<Class<?>, Object> services) {
        own.environment.platform = services;
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
        return () -> {
            boolean[] known = {true};
            Instruction i = architecture.decode(a -> {
                int linear = a + here.fetchBase & memory.addressMask;
                Frame f = here.translations.frame(linear >>> memory.pageShift);
                known[0] &= f != null;
                return f == null ? 0 : f.bytes[linear & memory.offsetMask] & 0xff;
            }, pc, mode);
            return known[0] ? Optional.of(i) : Optional.empty();
        };
    }
}
