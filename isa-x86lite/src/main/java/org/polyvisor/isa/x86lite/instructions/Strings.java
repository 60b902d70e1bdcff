package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.ZF;

import java.util.function.Supplier;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.PartialRegister;
import org.polyvisor.isa.x86lite.code.PointedOperand;
import org.polyvisor.isa.x86lite.code.Table;

/** String instructions. With a repeat prefix each element is one unit of an interruptible instruction. */
final class Strings {
    private Strings() {}

    /** What is done with one element. */
    private interface Element {
        void apply(Semantics s, PointedOperand a, PointedOperand b);
    }

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.1.8 String Instructions");
        moving(t, "A4", "MOVS m8@eDI, m8@eSI", Strings::movs);
        moving(t, "A5", "MOVS m16/32@eDI, m16/32@eSI", Strings::movs);
        comparing(t, "A6", "CMPS m8@eSI, m8@eDI", Strings::cmps);
        comparing(t, "A7", "CMPS m16/32@eSI, m16/32@eDI", Strings::cmps);
        comparing(t, "AE", "SCAS AL, m8@eDI", Strings::scas);
        comparing(t, "AF", "SCAS eAX, m16/32@eDI", Strings::scas);
        moving(t, "AC", "LODS AL, m8@eSI", Strings::lods);
        moving(t, "AD", "LODS eAX, m16/32@eSI", Strings::lods);
        moving(t, "AA", "STOS m8@eDI, AL", Strings::stos);
        moving(t, "AB", "STOS m16/32@eDI, eAX", Strings::stos);
    }

    /** Instructions that repeat until the count is 0, whichever prefix says so. */
    private static void moving(Table t, String opcode, String syntax, Element e) {
        t.sdm("NP " + opcode, syntax, (s, a, b) -> apply(s, e, a, b));
        t.sdm("F3 " + opcode, "REP " + syntax, (s, a, b) -> repeat(s, string(a, b), () -> apply(s, e, a, b), null));
        t.sdm("F2 " + opcode, "REPNE " + syntax, (s, a, b) -> repeat(s, string(a, b), () -> apply(s, e, a, b), null));
    }

    /** Instructions that repeat while their comparison comes out as the prefix says. */
    private static void comparing(Table t, String opcode, String syntax, Element e) {
        t.sdm("NP " + opcode, syntax, (s, a, b) -> apply(s, e, a, b));
        t.sdm("F3 " + opcode, "REPE " + syntax, (s, a, b) -> repeat(s, string(a, b), () -> apply(s, e, a, b), () -> s.get(ZF)));
        t.sdm("F2 " + opcode, "REPNE " + syntax, (s, a, b) -> repeat(s, string(a, b), () -> apply(s, e, a, b), () -> s.get(ZF).not()));
    }

    private static void apply(Semantics s, Element e, Operand a, Operand b) {
        PointedOperand first = string(a, b), second = b instanceof PointedOperand p ? p : first;
        e.apply(s, first, second);
    }

    /** {@return the first operand that is a string} */
    private static PointedOperand string(Operand a, Operand b) {
        return (PointedOperand) (a instanceof PointedOperand ? a : b);
    }

    /**
     * One unit; SDM volume 2, REP. The last one goes on to the next instruction.
     *
     * @param string an operand of it
     * @param element what a unit does
     * @param goesOn whether another unit may follow, asked after this one; null: always
     */
    static void repeat(Semantics s, PointedOperand string, Runnable element, Supplier<Value> goesOn) {
        Value count = string.count();
        s.when(count.ne(0), () -> {
            element.run();
            string.count(count.minus(1));
        });
        Value more = s.constant(1).below(count);
        s.when(goesOn == null ? more : more.and(goesOn.get()), s::repeat);
    }

    private static void movs(Semantics s, PointedOperand d, PointedOperand x) {
        d.set(x.get());
        x.advance();
        d.advance();
    }

    private static void cmps(Semantics s, PointedOperand a, PointedOperand b) {
        StatusFlags.subtract(s, a.get(), b.get());
        a.advance();
        b.advance();
    }

    private static void scas(Semantics s, PointedOperand x, PointedOperand same) {
        StatusFlags.subtract(s, PartialRegister.of(s, 0, x.bits()).get(), x.get());
        x.advance();
    }

    private static void lods(Semantics s, PointedOperand x, PointedOperand same) {
        PartialRegister.of(s, 0, x.bits()).set(x.get());
        x.advance();
    }

    private static void stos(Semantics s, PointedOperand d, PointedOperand same) {
        d.set(PartialRegister.of(s, 0, d.bits()).get());
        d.advance();
    }
}
