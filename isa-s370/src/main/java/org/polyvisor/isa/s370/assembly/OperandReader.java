package org.polyvisor.isa.s370.assembly;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.polyvisor.isa.assembly.Dialect.Statement;
import org.polyvisor.isa.assembly.MistakeException;
import org.polyvisor.isa.assembly.Section;
import org.polyvisor.isa.code.Argument;
import org.polyvisor.isa.s370.Field;
import org.polyvisor.isa.s370.assembly.Expression.Worth;

/** Operands of instructions: registers, numbers, storage operands through base registers, literals; GC33-4010, "Addressing". */
final class OperandReader {
    /** Addresses that a register is promised to hold. */
    private record Base(int value, int register) {}

    private final List<Base> bases = new ArrayList<>();
    /** Literals of the present pool, in the order of their first use. */
    private final Map<String, String> literals = new LinkedHashMap<>();
    private int pools;

    void begin() {
        bases.clear();
        literals.clear();
        pools = 0;
    }

    // ---- base registers

    void using(Statement s, Section section) throws MistakeException {
        if (s.operands().size() < 2) throw new MistakeException("USING needs an address and a register: USING *,12");
        int value = Expression.of(s.operands().getFirst(), section).number();
        for (int i = 1; i < s.operands().size(); i++) {
            int register = Expression.absolute(s.operands().get(i), section);
            if ((register < 0 || register > 15) && section.isLast()) throw new MistakeException("register " + register + ": 0 to 15");
            bases.removeIf(b -> b.register == register);
            bases.add(new Base(value + 4096 * (i - 1), register));
        }
    }

    void drop(Statement s, Section section) throws MistakeException {
        if (s.operands().isEmpty()) bases.clear();
        for (String o : s.operands()) {
            int register = Expression.absolute(o, section);
            bases.removeIf(b -> b.register == register);
        }
    }

    // ---- literals

    boolean hasLiterals() {
        return !literals.isEmpty();
    }

    private String literal(String text) {
        return literals.computeIfAbsent(text, _ -> "=" + pools + ":" + text);
    }

    /** Puts the literals so far here, the most strictly aligned first. */
    void pool(Section section) throws MistakeException {
        for (int boundary = 8; boundary > 0; boundary /= 2)
            for (Map.Entry<String, String> e : literals.entrySet()) {
                Constant c = Constant.of(e.getKey(), section);
                int size = c.size(), own = size % 8 == 0 ? 8 : size % 4 == 0 ? 4 : size % 2 == 0 ? 2 : 1;
                if (Math.max(c.boundary(), own) != boundary) continue;
                section.align(c.boundary());
                section.define(e.getValue(), new Section.Symbol(section.location(), true, c.one()));
                section.emit(c.bytes(section));
            }
        literals.clear();
        pools++;
    }

    // ---- operands

    Argument read(String text, Field field, Section section) throws MistakeException {
        if (text.isEmpty()) throw new MistakeException("an operand is missing between commas");
        return field instanceof Field.Storage s ? storage(text, s, section) : new Field.Number(Expression.absolute(text, section));
    }

    private Argument storage(String text, Field.Storage field, Section section) throws MistakeException {
        int open = opening(text);
        String address = open < 0 ? text : text.substring(0, open);
        List<String> inner = open < 0 ? List.of() : SourceLine.split(text.substring(open + 1, text.length() - 1));
        Worth w;
        if (address.startsWith("=")) {
            Section.Symbol s = section.symbol(literal(address.substring(1)));
            w = new Worth(s.value(), s.relocatable() ? 1 : 0, s.length());
        } else {
            w = Expression.of(address.isEmpty() ? "0" : address, section);
        }
        boolean plain = field.inner() == Field.Inner.NONE;
        if (inner.size() > (plain ? 1 : 2)) throw new MistakeException(text + " has too much in parentheses: write " + form(field));
        String first = inner.isEmpty() ? "" : inner.getFirst(), second = inner.size() < 2 ? "" : inner.get(1);
        boolean based = plain ? !first.isEmpty() : inner.size() == 2;
        int in = plain ? -1 : first.isEmpty() ? implied(field, w) : Expression.absolute(first, section);
        if (based) {
            if (w.relocatable() && section.isLast()) throw new MistakeException(address + " is an address: leave the base register to USING, or write a displacement");
            return new Field.Place(w.number(), in, Expression.absolute(plain ? first : second, section));
        }
        return resolved(w, in, address, section);
    }

    private static int implied(Field.Storage field, Worth w) {
        return field.inner() == Field.Inner.INDEX ? 0 : w.length();
    }

    private static String form(Field.Storage field) {
        return switch (field.inner()) {
            case NONE -> "D(B)";
            case INDEX -> "D(X,B)";
            default -> "D(L,B)";
        };
    }

    /** Where the parenthesis opens that holds index, length and base; −1: nowhere. */
    private static int opening(String text) {
        if (!text.endsWith(")")) return -1;
        int depth = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            if (text.charAt(i) == ')') depth++;
            else if (text.charAt(i) == '(' && --depth == 0) {
                boolean behindOperator = i == 0 || "+-*/(".indexOf(text.charAt(i - 1)) >= 0 && i > 1;
                boolean ofLiteral = text.startsWith("=") && text.substring(1, i).toUpperCase(Locale.ROOT).matches("[0-9]*[AY](L[0-9]+)?");
                return behindOperator && i > 0 || ofLiteral ? -1 : i;
            }
        }
        return -1;
    }

    /** Displacement and base register of an address: the nearest base below it. */
    private Argument resolved(Worth w, int in, String text, Section section) throws MistakeException {
        if (!w.relocatable()) {
            if ((w.number() < 0 || w.number() > 4095) && section.isLast())
                throw new MistakeException(text + " is " + w.number() + ": a displacement is 0 to 4095, so give a base register");
            return new Field.Place(w.number() & 4095, in, 0);
        }
        Base best = null;
        for (Base b : bases) {
            int distance = w.number() - b.value;
            if (distance < 0 || distance > 4095) continue;
            if (best == null || distance < w.number() - best.value || distance == w.number() - best.value && b.register > best.register) best = b;
        }
        if (best != null) return new Field.Place(w.number() - best.value, in, best.register);
        if (section.isLast()) throw new MistakeException(text + " is out of reach of every base register: add a USING within 4,095 bytes below it");
        return new Field.Place(0, in, 0);
    }
}
