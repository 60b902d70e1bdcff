package org.polyvisor.guest.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.isa.guest.Ir;

@DisplayName("The guest compiler, without an instruction set")
class CompilerTest {
    private static final String OWNER = Subjects.class.getName().replace('.', '/');
    private static final int[] ARGUMENTS = {0, 1, -1, 3, 8, 31, 33, -100, 1000, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final TextPort PORT = new TextPort();

    private static Closure closure(String method) {
        GuestClasses classes = new GuestClasses(ClassSource.of(Subjects.class), Map.of());
        Closure c = new Closure(classes, false, PORT.programHooks(new byte[0]), new Mistakes());
        c.entry(OWNER, method, "(II)I", method, "MAIN");
        return c;
    }

    private static List<Object> evaluate(String method, UnaryOperator<IrMethod> transform, boolean allocated) throws GuestSourceException {
        Closure c = closure(method);
        List<IrMethod> methods = c.methods().stream().map(transform).toList();
        c.mistakes().check();
        IrEvaluator e = new IrEvaluator(methods, c, PORT, allocated);
        List<Object> results = new ArrayList<>();
        for (int a : ARGUMENTS) for (int b : ARGUMENTS) results.add(e.call("MAIN", a, b));
        return results;
    }

    /** What the host JVM does, in classes of their own: subjects change their static variables. */
    private static List<Object> onHost(String name) throws ReflectiveOperationException {
        Class<?> c = new GuestClasses(ClassSource.of(Subjects.class), Map.of()).load(OWNER);
        Method m = c.getDeclaredMethod(name, int.class, int.class);
        m.setAccessible(true);
        List<Object> results = new ArrayList<>();
        for (int a : ARGUMENTS) for (int b : ARGUMENTS) results.add(m.invoke(null, a, b));
        return results;
    }

    @ParameterizedTest
    @ValueSource(strings = {"arithmetic", "loops", "exchanges", "cells", "objects", "switches", "calls"})
    @DisplayName("reads methods into a form that means the same, also with loops turned, also in few registers")
    void sameMeaning(String method) throws Exception {
        List<Object> expected = onHost(method);
        assertEquals(expected, evaluate(method, m -> m, false), "as read");
        assertEquals(expected, evaluate(method, LoopRotation::of, false), "with loops turned");
        assertEquals(expected, evaluate(method, LoopRotation::of, true), "in registers and slots");
    }

    @Test
    @DisplayName("leaves no jump back to a short test at the top of a loop")
    void rotation() {
        List<IrMethod> methods = closure("cells").methods();
        assertTrue(jumpsBack(methods.getFirst()) > 0);
        assertEquals(0, jumpsBack(LoopRotation.of(methods.getFirst())));
    }

    private static long jumpsBack(IrMethod m) {
        long n = 0;
        List<Integer> passed = new ArrayList<>();
        for (Ir i : m.code()) {
            if (i instanceof Ir.Label l) passed.add(l.label());
            if (i instanceof Ir.Jump j && passed.contains(j.label())) n++;
        }
        return n;
    }

    @Test
    @DisplayName("writes the same text each time")
    void reproducible() throws GuestSourceException {
        assertEquals(text(), text());
        assertTrue(text().contains("checkIndex"), "there is code in it");
    }

    private static String text() throws GuestSourceException {
        Closure c = closure("exchanges");
        for (String more : List.of("cells", "objects", "calls")) c.entry(OWNER, more, "(II)I", more, "E_" + more);
        return new ImageBuilder(null, PORT, false).draft(c, List.of("MAIN"), PORT.programHooks(new byte[0]), 0).text().toString();
    }
}
