package org.polyvisor.hypervisor.engine;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;
import static org.polyvisor.hypervisor.engine.RegionConstant.CD_REGION;
import static org.polyvisor.hypervisor.engine.RegionConstant.CPU;
import static org.polyvisor.hypervisor.engine.RegionConstant.FRAME;
import static org.polyvisor.hypervisor.engine.RegionConstant.TRANSLATIONS;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Control;
import org.polyvisor.isa.semantics.Effect;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Value;

/**
 * Writes the method of a region. Registers are loaded into local variables where it is entered and stored where it is left, however
 * it is left: one handler for whatever an instruction may throw does the same, and a variable says which instruction that was.
 *
 * <p>One class, since everything in it shares the labels, the variables and what is pending of one method; expressions, effects and flags,
 * which do not, have classes of their own.
 */
final class RegionCode {
    static final int EPOCH = 1, LEFT = 2, SITE = 3, EXIT = 4, FIRST_FREE = 5;
    static final ClassDesc CD_PROCESSOR = described(Processor.class), CD_MEMORY = described(Memory.class),
            CD_TRANSLATIONS = described(Translations.class), CD_PAGES = CD_byte.arrayType(2);
    /** The largest class file version whose methods need no maps of their variables. */
    private static final int VERSION = 49;
    /** With more landings than this, computed jumps share one switch. */
    private static final int MOST_SWITCHES = 32;

    private final Processor cpu;
    private final RegionPlan plan;
    private final Region region;
    private final Map<Integer, Label> labels = new HashMap<>();
    /** By slot, whether it has 64 bits: all that are used, and of these the ones that change. */
    private final Map<Integer, Boolean> slots = new TreeMap<>();
    private final Set<Integer> written = new TreeSet<>();
    /** The numbers of the helpers that are called. */
    private final Map<Helper, Integer> helpers = new HashMap<>();
    private CodeBuilder code;
    private ExpressionCode values;
    private EffectCode effects;
    private FlagCode flags;
    private Label leave;
    /** Where computed jumps meet if they lead to many places. */
    private Label dispatch;
    /** Whether the instructions are left out. */
    private boolean alone;
    /** Instructions completed since the budget was charged last. */
    private int pending;

    RegionCode(Processor cpu, RegionPlan plan, Region region) {
        this.cpu = cpu;
        this.plan = plan;
        this.region = region;
        usedSlots();
        for (RecordedInstruction in : plan.instructions()) helpers(in.effects());
    }

    private void helpers(List<Effect> effects) {
        for (Effect e : effects) {
            if (e instanceof Effect.Call c) helpers.put(c.helper(), cpu.helper(c.helper()));
            if (e instanceof Effect.When w) helpers(w.body());
        }
    }

    private static ClassDesc described(Class<?> c) {
        return ClassDesc.of(c.getName());
    }

    /** The class file of a class that has the method alone. */
    byte[] write() {
        return ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS).build(CD_REGION, c -> RegionConstant.declare(c.withVersion(VERSION, 0))
                .withInterfaceSymbols(ClassDesc.ofDescriptor(Region.Code.class.descriptorString()))
                .withMethodBody(INIT_NAME, MTD_void, ClassFile.ACC_PUBLIC,
                        b -> b.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                .withMethodBody("run", MethodTypeDesc.of(CD_int), ClassFile.ACC_PUBLIC, this::body));
    }

    /** The same without its instructions: what it takes to enter and to leave it. */
    byte[] frameAlone() {
        alone = true;
        return write();
    }

    /** How many bytes of code the method has. */
    static int size(byte[] classFile) {
        MethodModel run = ClassFile.of().parse(classFile).methods().getLast();
        return run.findAttribute(Attributes.code()).orElseThrow().codeLength();
    }

    private void usedSlots() {
        Set<Integer> used = new TreeSet<>();
        for (List<Prepared> line : plan.lines()) for (Prepared p : line) {
            p.reads(used::add);
            for (Register r : p.in().commits().keySet()) written.add(r.slot());
            FlagCode.writes(cpu.flags, p, written);
        }
        used.addAll(written);
        used.removeIf(slot -> slot == 0);
        written.remove(0);
        for (int slot : used)
            slots.put(slot, slot < cpu.lateSlot && cpu.architecture.registers().at(slot).bits() > 32);
    }

    // ---- the frame of the method

    private void body(CodeBuilder builder) {
        code = builder;
        leave = code.newLabel();
        dispatch = code.newLabel();
        labels.clear();
        region.exits.clear();
        region.sites.clear();
        for (int pc : plan.targets()) labels.put(pc, code.newLabel());
        values = new ExpressionCode(code, slots, FIRST_FREE);
        effects = new EffectCode(code, values, cpu.memory, helpers, this::store, this::load);
        flags = new FlagCode(code, values, cpu.flags, this::store, this::load);
        region.margin = plan.instructions().size();
        Label from = code.newLabel(), to = code.newLabel(), handler = code.newLabel();
        prologue();
        code.labelBinding(from);
        for (List<Prepared> line : plan.lines()) {
            if (alone) fallThrough(line);
            else line(line);
        }
        if (plan.landings().size() > MOST_SWITCHES) {
            code.labelBinding(dispatch);
            land();
        }
        code.labelBinding(to).labelBinding(leave);
        store();
        code.iload(EXIT).ireturn();
        // unreachable code has variables, too, which are not counted; each more than needed costs the verifier time everywhere
        code.labelBinding(handler).lconst_0().lstore(values.beyond());
        store();
        CPU.push(code).iload(SITE).putfield(CD_PROCESSOR, "site", CD_int).athrow();
        code.exceptionCatch(from, to, handler, ClassDesc.of(Signal.class.getName()));
    }

    private void prologue() {
        epoch().istore(EPOCH);
        CPU.push(code).getfield(CD_PROCESSOR, "left", CD_int).loadConstant(region.margin).isub().istore(LEFT);
        code.iconst_0().istore(SITE).iconst_0().istore(EXIT);
        if (!plan.assumed().isEmpty()) {
            Label unsuited = code.newLabel(), suited = code.newLabel();
            plan.assumed().forEach((r, v) -> FRAME.push(code).loadConstant(r.slot()).laload().loadConstant((long) v).lcmp().ifne(unsuited));
            code.goto_(suited).labelBinding(unsuited).loadConstant(Region.UNSUITED).ireturn().labelBinding(suited);
        }
        load();
    }

    private CodeBuilder epoch() {
        return TRANSLATIONS.push(code).getfield(CD_TRANSLATIONS, "epoch", CD_int);
    }

    /** All registers to the frame. */
    private void store() {
        for (int slot : written) {
            FRAME.push(code).loadConstant(slot);
            values.pushRegister(slot);
            if (!values.wide(slot)) code.i2l();
            code.lastore();
        }
        CPU.push(code).iload(LEFT).loadConstant(region.margin).iadd().putfield(CD_PROCESSOR, "left", CD_int);
    }

    /** All registers from the frame. */
    private void load() {
        for (int slot : slots.keySet()) {
            FRAME.push(code).loadConstant(slot).laload();
            if (!values.wide(slot)) code.l2i();
            values.popRegister(slot);
        }
    }

    // ---- instructions

    private void line(List<Prepared> line) {
        pending = 0;
        for (Prepared p : line) {
            Label here = labels.get(p.in().pc());
            if (here != null) {
                charge();
                code.labelBinding(here);
                pending = 0;
            }
            instruction(p);
        }
        fallThrough(line);
    }

    private void fallThrough(List<Prepared> line) {
        RecordedInstruction last = line.getLast().in();
        if (!RegionPlan.ends(last)) {
            charge();
            go(last.next(), false);
        }
    }

    private void charge() {
        if (pending > 0) code.iinc(LEFT, -pending);
    }

    private void instruction(Prepared p) {
        RecordedInstruction in = p.in();
        values.begin(p);
        if (p.faults()) {
            code.loadConstant(region.sites.size()).istore(SITE);
            region.sites.add(new Region.Site(in.pc(), in.length(), pending));
        }
        for (int group : p.forced()) flags.force(group);
        effects.write(in.effects(), pending, region.margin);
        if (in.control() instanceof Control.Interrupt i) interrupt(in, i);
        pending++;
        switch (in.control()) {
            case Control.Next _, Control.Interrupt _ -> commit(p);
            case Control.Jump(Value t) -> {
                Runnable jump = jump(in, t);
                commit(p);
                jump.run();
            }
            case Control.Branch(Value c, Value t) -> {
                Label not = code.newLabel();
                Runnable jump = jump(in, t), test = values.test(c, not);
                commit(p);
                test.run();
                jump.run();
                code.labelBinding(not);
            }
            case Control.Switch _, Control.Execute _ -> throw new IllegalStateException("a region does not contain " + in.control());
        }
        if (effects.calls(in.effects())) purged(in);
    }

    /** Where it would interrupt the region is left before it: the interpreter does it from the beginning. */
    private void interrupt(RecordedInstruction in, Control.Interrupt i) {
        Label not = code.newLabel();
        values.test(i.condition(), not).run();
        charge();
        FRAME.push(code).iconst_0().loadConstant((long) in.pc()).lastore();
        code.loadConstant(Region.UNSUITED).istore(EXIT).goto_(leave).labelBinding(not);
    }

    /** All registers change at once: everything is computed on the operand stack, then stored. */
    private void commit(Prepared p) {
        List<Integer> to = new ArrayList<>();
        p.in().commits().forEach((r, v) -> {
            values.push(v);
            to.add(r.slot());
        });
        flags.push(p, to);
        flags.unshare(p);
        to.reversed().forEach(values::popRegister);
    }

    /** A helper may have made the program forget translations: what follows may mean something else now. */
    private void purged(RecordedInstruction in) {
        if (RegionPlan.ends(in)) return;
        Label same = code.newLabel();
        epoch().iload(EPOCH).if_icmpeq(same);
        charge();
        code.loadConstant(region.exit(in.next())).istore(EXIT).goto_(leave).labelBinding(same);
    }

    // ---- jumps

    /**
     * Goes to an address, inside the region or out of it. Every cycle has a jump that does not lead forward: there the budget is looked
     * at, and what the slow paths may have changed.
     */
    private void go(int pc, boolean backward) {
        Label inside = labels.get(pc), out = code.newLabel();
        if (inside != null && backward) {
            code.iload(LEFT).ifle(out);
            epoch().iload(EPOCH).if_icmpne(out);
        }
        if (inside != null) code.goto_(inside);
        if (inside == null || backward) code.labelBinding(out).loadConstant(region.exit(pc)).istore(EXIT).goto_(leave);
        else code.labelBinding(out);
    }

    /** Evaluates the target now; the result, run later, goes there. */
    private Runnable jump(RecordedInstruction in, Value t) {
        if (t.isConst()) {
            int pc = (int) t.imm & cpu.memory.addressMask;
            return () -> {
                charge();
                go(pc, Integer.compareUnsigned(pc, in.pc()) <= 0);
            };
        }
        values.push(t);
        if (cpu.memory.addressMask != -1) code.loadConstant(cpu.memory.addressMask).iand();
        code.istore(EXIT);
        return () -> {
            charge();
            if (plan.landings().size() > MOST_SWITCHES) code.goto_(dispatch);
            else land();
        };
    }

    /** Goes to the address in the variable, inside the region if a computed jump may lead there. */
    private void land() {
        Label out = code.newLabel();
        if (!plan.landings().isEmpty()) {
            code.iload(LEFT).ifle(out);
            epoch().iload(EPOCH).if_icmpne(out);
            code.iload(EXIT).lookupswitch(out, plan.landings().stream().map(pc -> SwitchCase.of(pc, labels.get(pc))).toList());
        }
        code.labelBinding(out);
        FRAME.push(code).iconst_0().iload(EXIT).i2l().lastore();
        code.loadConstant(Region.COMPUTED).istore(EXIT).goto_(leave);
    }
}
