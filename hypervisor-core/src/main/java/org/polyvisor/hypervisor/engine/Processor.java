package org.polyvisor.hypervisor.engine;

import java.util.Arrays;
import java.util.List;
import org.polyvisor.isa.Access;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Exit;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.Route;
import org.polyvisor.isa.semantics.Helper;

/**
 * One processor over storage. It runs instructions until something needs attention; nothing in it delivers interruptions by
 * itself. Confined to one thread.
 */
public final class Processor extends Status implements Host {
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
    /** Number of the instruction of a region that a signal ended. */
    int site;

    final SharedCode shared;
    final CodeCache code;
    private int constants;
    private int generation;
    private boolean switched;
    private Exit exit;
    private Block.Spot executing;
    private int executedAddress;
    private int executedModifier;
    private int budget;
    /** Part of the budget that the interpreter does not get yet. */
    int kept;
    private Tier tier = Tier.INTERPRETER;
    /** The second tier, or null. */
    private Translator translator;

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
        code = new CodeCache(this, a);
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

    /** {@return the architecture} */
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public void tier(Tier tier) {
        if (this.tier.equals(tier)) return;
        this.tier = tier;
        translator = tier.every() == 0 ? null : new Translator(this, tier);
        if (translator == null) forgetCode();
    }

    @Override
    public Processor real() {
        return this;
    }

    /** {@return how many regions of code were translated} */
    public int regions() {
        return translator == null ? 0 : translator.regions();
    }

    /**
     * {@return the translated regions in which most instructions were completed, the busiest first}
     *
     * @param most how many at most
     */
    public List<RegionProfile> busiestRegions(int most) {
        return translator == null ? List.of() : translator.busiest(most);
    }

    /** {@return how often translated code was entered} */
    public long regionEntries() {
        return translator == null ? 0 : translator.entries();
    }

    /** {@return how many instructions were completed by translated code} */
    public long translatedInstructions() {
        return translator == null ? 0 : translator.completed();
    }

    /** {@return for how long code was translated, in nanoseconds on the wall} */
    public long translationTime() {
        return translator == null ? 0 : translator.nanoseconds();
    }

    /** {@return its own storage} */
    public Storage storage() {
        return own.environment.storage;
    }

    // ---- the run loop

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
                else if (translator == null) b = block();
                else if (translator.ran(b = block())) continue;
                single = executing != null && single;
                executing = null;
                if (translator == null) Interpreter.run(this, b);
                else translator.interpret(b);
                if (exit != null) return end(exit);
                if (switched) {
                    switched = false;
                    look(false);
                    if (attention || watching()) return end(new Exit.Attention(pc()));
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
        if (w.base >= 0 && b != null && translator != null) context.arrived(b);
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
        Block.Spot in = b.spot(c[i + 7] - 1);
        stop(n - c[i + 7], (int) frame[c[i + 6]] & memory.addressMask);
        switched = true;
        look(false);
        exit = new Exit.Completed(pc(), in.pc(),
                new Interruption(interruptionClass(c[i + 2]), c[i + 3], (int) frame[c[i + 4]], (int) frame[c[i + 5]], in.length()));
    }

    void executes(int address, int modifier, Block.Spot by, int remaining) {
        executing = by;
        executedAddress = address & memory.addressMask;
        executedModifier = modifier;
        stop(remaining + 1, by.pc());
        length = by.length();
    }

    long help(int helper, long a, long b, long c, long d) {
        return shared.helper(helper).body().call(this, a, b, c, d);
    }

    /** Virtual time when the present block began. */
    long time(int n) {
        return retired + waited + budget - kept - n;
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

    /** Puts all registers to 0, virtual time too. */
    public void restart() {
        Arrays.fill(frame, 0, lateSlot + LateFlags.SLOTS, 0);
        retired = waited = 0;
        requested = 0;
        executing = null;
        look(true);
    }
}
