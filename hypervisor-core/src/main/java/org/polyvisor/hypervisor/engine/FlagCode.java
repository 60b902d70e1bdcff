package org.polyvisor.hypervisor.engine;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Set;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Value;

/** Late flags as bytecode: the same slots as the interpreter's, in local variables. */
final class FlagCode {
    private final CodeBuilder code;
    private final ExpressionCode values;
    private final LateFlags flags;
    private final Runnable store;
    private final Runnable load;

    /**
     * Begins a method.
     *
     * @param store writes code that brings registers to the frame
     * @param load writes code that brings them back
     */
    FlagCode(CodeBuilder code, ExpressionCode values, LateFlags flags, Runnable store, Runnable load) {
        this.code = code;
        this.values = values;
        this.flags = flags;
        this.store = store;
        this.load = load;
    }

    /** Adds the slots of flags that an instruction writes. */
    static void writes(LateFlags flags, Prepared p, Set<Integer> slots) {
        for (int g = 0; g < p.late().length; g++) {
            boolean forced = p.forced().contains(g), late = p.late()[g] != null;
            if (forced || late || p.settled().contains(g)) slots.add(flags.kindSlot(g));
            if (forced) for (Register r : flags.group(g)) slots.add(r.slot());
            if (forced || late) for (int i = 0; i < LateFlags.INPUTS; i++) slots.add(flags.inputSlot(g, LateFlags.SHARED) + i);
        }
        boolean both = p.late().length == 2;
        if (both && (p.forced().contains(0) || p.late()[0] != null || p.late()[1] != null)) {
            slots.add(flags.kindSlot(0));
            for (int i = 0; i < LateFlags.INPUTS; i++) slots.add(flags.inputSlot(0, 0) + i);
        }
    }

    /** Puts the flags of a group in place. */
    void force(int group) {
        store.run();
        RegionConstant.CPU.push(code).getfield(RegionCode.CD_PROCESSOR, "flags", CD_FLAGS);
        RegionConstant.FRAME.push(code).loadConstant(group).invokevirtual(CD_FLAGS, "force", MethodTypeDesc.of(CD_void, CD_long.arrayType(), CD_int));
        load.run();
    }

    private static final ClassDesc CD_FLAGS = ClassDesc.of(LateFlags.class.getName());

    /** Pushes kinds and inputs of the flags that an instruction leaves to be computed, and says where they belong. */
    void push(Prepared p, List<Integer> to) {
        for (int g = 0; g < p.late().length; g++) {
            Prepared.Late l = p.late()[g];
            if (l == null) {
                if (p.settled().contains(g)) kind(g, 0, to);
                continue;
            }
            kind(g, l.kind(), to);
            boolean shares = g == 0 && p.late().length == 2 && (l.kind() & LateFlags.SHARED) != 0 && p.late()[1] != null;
            if (shares) continue;
            for (int i = 0; i < l.inputs().size(); i++) {
                Value v = l.inputs().get(i);
                values.push(v);
                to.add(flags.inputSlot(g, l.kind()) + i);
            }
        }
    }

    private void kind(int group, int kind, List<Integer> to) {
        code.loadConstant(kind);
        to.add(flags.kindSlot(group));
    }

    /** Where group 1 is written alone, gives group 0 inputs of its own if it was sharing them. */
    void unshare(Prepared p) {
        if (p.late().length != 2 || p.late()[1] == null || p.late()[0] != null || p.settled().contains(0)) return;
        Label own = code.newLabel();
        int kind = flags.kindSlot(0);
        values.pushRegister(kind);
        code.loadConstant(LateFlags.SHARED).iand().ifeq(own);
        for (int i = 0; i < LateFlags.INPUTS; i++) {
            values.pushRegister(flags.inputSlot(1, 0) + i);
            values.popRegister(flags.inputSlot(0, 0) + i);
        }
        values.pushRegister(kind);
        code.loadConstant(LateFlags.SHARED).ixor();
        values.popRegister(kind);
        code.labelBinding(own);
    }
}
