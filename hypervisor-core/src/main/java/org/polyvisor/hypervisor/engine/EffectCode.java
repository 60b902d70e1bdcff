package org.polyvisor.hypervisor.engine;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;
import org.polyvisor.isa.Route;
import org.polyvisor.isa.semantics.Effect;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Value;

/** Effects of instructions as bytecode. */
final class EffectCode {
    private static final ClassDesc CD_ACCESS = ClassDesc.of(TranslatedAccess.class.getName());
    private static final int ARGUMENTS = 4;

    private final CodeBuilder code;
    private final ExpressionCode values;
    private final Memory memory;
    private final Map<Helper, Integer> helpers;
    private final Runnable store;
    private final Runnable load;

    /**
     * Begins a method.
     *
     * @param helpers their numbers
     * @param store writes code that brings registers to the frame
     * @param load writes code that brings them back
     */
    EffectCode(CodeBuilder code, ExpressionCode values, Memory memory, Map<Helper, Integer> helpers, Runnable store, Runnable load) {
        this.code = code;
        this.values = values;
        this.memory = memory;
        this.helpers = helpers;
        this.store = store;
        this.load = load;
    }

    /** Whether a helper is called. */
    boolean calls(List<Effect> effects) {
        return effects.stream().anyMatch(e -> e instanceof Effect.Call || e instanceof Effect.When w && calls(w.body()));
    }

    /**
     * Writes effects.
     *
     * @param pending instructions completed that the budget was not charged for yet
     * @param margin what the budget's variable lacks
     */
    void write(List<Effect> effects, int pending, int margin) {
        for (Effect e : effects) switch (e) {
            case Effect.Load l -> load(l);
            case Effect.Store s -> store(s);
            case Effect.Probe(Value address, Value length, var access) -> {
                RegionConstant.CPU.push(code);
                values.push(address);
                values.push(length);
                code.loadConstant(access.ordinal());
                code.invokestatic(CD_ACCESS, "probe", MethodTypeDesc.of(CD_void, RegionCode.CD_PROCESSOR, CD_int, CD_int, CD_int));
            }
            case Effect.Call c -> call(c);
            case Effect.Time(Value r) -> {
                RegionConstant.CPU.push(code).iload(RegionCode.LEFT).loadConstant(margin - pending).iadd();
                code.invokevirtual(RegionCode.CD_PROCESSOR, "time", MethodTypeDesc.of(CD_long, CD_int));
                values.define(r);
            }
            case Effect.Trap(var type, int trapCode, Value detail, Value address) -> {
                RegionConstant.CPU.push(code).loadConstant(type.number()).loadConstant(trapCode);
                values.push(detail);
                values.push(address);
                code.invokestatic(CD_ACCESS, "trap", MethodTypeDesc.of(CD_void, RegionCode.CD_PROCESSOR, CD_int, CD_int, CD_int, CD_int));
            }
            case Effect.When(Value c, List<Effect> body) -> {
                values.preset(body);
                Label not = code.newLabel();
                values.test(c, not).run();
                values.scoped(() -> write(body, pending, margin));
                code.labelBinding(not);
            }
        }
    }

    private void load(Effect.Load l) {
        ClassDesc type = l.bytes() == 8 ? CD_long : CD_int;
        if (l.route() == Route.PROGRAM) {
            RegionConstant.READ.push(RegionConstant.MEMORY.push(code));
            values.push(l.address());
            place();
            code.invokestatic(CD_ACCESS, name("load", l.bytes()),
                    MethodTypeDesc.of(type, RegionCode.CD_MEMORY, RegionCode.CD_PAGES, CD_int, CD_int, CD_int));
        } else {
            RegionConstant.CPU.push(code);
            values.push(l.address());
            code.loadConstant(l.bytes()).loadConstant(l.route().ordinal());
            code.invokestatic(CD_ACCESS, "load", MethodTypeDesc.of(CD_long, RegionCode.CD_PROCESSOR, CD_int, CD_int, CD_int));
            if (l.bytes() < 8) code.l2i();
        }
        values.define(l.result());
    }

    private void store(Effect.Store s) {
        ClassDesc type = s.bytes() == 8 ? CD_long : CD_int;
        if (s.route() == Route.PROGRAM) {
            RegionConstant.WRITE.push(RegionConstant.MEMORY.push(code));
            values.push(s.address());
            values.push(s.value());
            place();
            code.invokestatic(CD_ACCESS, name("store", s.bytes()),
                    MethodTypeDesc.of(CD_void, RegionCode.CD_MEMORY, RegionCode.CD_PAGES, CD_int, type, CD_int, CD_int));
        } else {
            RegionConstant.CPU.push(code);
            values.push(s.address());
            values.pushLong(s.value());
            code.loadConstant(s.bytes()).loadConstant(s.route().ordinal());
            code.invokestatic(CD_ACCESS, "store", MethodTypeDesc.of(CD_void, RegionCode.CD_PROCESSOR, CD_int, CD_long, CD_int, CD_int));
        }
    }

    /** What the host's compiler is to know of addresses. */
    private void place() {
        code.loadConstant(memory.addressMask).loadConstant(memory.pageShift);
    }

    private String name(String what, int bytes) {
        return what + (bytes == 1 ? "" : memory.bigEndian ? "Big" : "Little") + bytes;
    }

    /** A helper sees registers in the frame, and may change them there. */
    private void call(Effect.Call c) {
        boolean touches = !c.helper().reads().isEmpty() || !c.helper().writes().isEmpty();
        if (touches) store.run();
        RegionConstant.CPU.push(code).loadConstant(helpers.get(c.helper()));
        for (int i = 0; i < ARGUMENTS; i++) {
            if (i < c.arguments().size()) values.pushLong(c.arguments().get(i));
            else code.lconst_0();
        }
        code.invokevirtual(RegionCode.CD_PROCESSOR, "help", MethodTypeDesc.of(CD_long, CD_int, CD_long, CD_long, CD_long, CD_long));
        if (c.result().bits < 64) code.l2i();
        values.define(c.result());
        if (!c.helper().writes().isEmpty()) load.run();
    }
}
