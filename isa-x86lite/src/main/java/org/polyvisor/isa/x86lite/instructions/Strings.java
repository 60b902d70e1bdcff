package org.polyvisor.isa.x86lite.instructions;

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

    /** What is compared at one element. */
    private interface Comparison {
        Compared apply(Semantics s, Operand a, Operand b);
    }

    private record Compared(Value a, Value b) {}

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
        t.sdm("F3 " + opcode, "REP " + syntax, (s, a, b) -> repeat(s, string(a, b), () -> apply(s, e, a, b)));
        t.sdm("F2 " + opcode, "REPNE " + syntax, (s, a, b) -> repeat(s, string(a, b), () -> apply(s, e, a, b)));
    }

    /** Instructions that repeat while their comparison comes out as the prefix says. */
    private static void comparing(Table t, String opcode, String syntax, Comparison c) {
        t.sdm("NP " + opcode, syntax, (s, a, b) -> {
            Compared x = c.apply(s, a, b);
            StatusFlags.subtract(s, x.a, x.b);
        });
        t.sdm("F3 " + opcode, "REPE " + syntax, (s, a, b) -> compareRepeated(s, c, a, b, true));
        t.sdm("F2 " + opcode, "REPNE " + syntax, (s, a, b) -> compareRepeated(s, c, a, b, false));
    }

    /** The last unit sets the flags: a fault or interruption before it shows those from before the instruction; SDM volume 2, REP. */
    private static void compareRepeated(Semantics s, Comparison c, Operand first, Operand second, boolean whileEqual) {
        PointedOperand string = string(first, second);
        Value count = string.count();
        Compared[] x = new Compared[1];
        s.when(count.ne(0), () -> {
            x[0] = c.apply(s, first, second);
            string.count(count.minus(1));
        });
        Value equal = x[0].a.eq(x[0].b), more = s.constant(1).below(count).and(whileEqual ? equal : equal.not());
        s.when(count.ne(0).and(more.not()), () -> StatusFlags.subtract(s, x[0].a, x[0].b));
        s.when(more, s::repeat);
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
     */
    static void repeat(Semantics s, PointedOperand string, Runnable element) {
        Value count = string.count();
        s.when(count.ne(0), () -> {
            element.run();
            string.count(count.minus(1));
        });
        s.when(s.constant(1).below(count), s::repeat);
    }

    private static void movs(Semantics s, PointedOperand d, PointedOperand x) {
        d.set(x.get());
        x.advance();
        d.advance();
    }

    private static Compared cmps(Semantics s, Operand first, Operand second) {
        PointedOperand a = (PointedOperand) first, b = (PointedOperand) second;
        Compared x = new Compared(a.get(), b.get());
        a.advance();
        b.advance();
        return x;
    }

    private static Compared scas(Semantics s, Operand accumulator, Operand string) {
        PointedOperand b = (PointedOperand) string;
        Compared x = new Compared(accumulator.get(), b.get());
        b.advance();
        return x;
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
