package org.polyvisor.isa.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.RegisterFile;

@DisplayName("The recorder knows whether a meaning was told where its instruction lies")
class PositionIndependenceTest {
    private static final InterruptionClass CLASS = new InterruptionClass("program", 0);
    private static final int PC = 0x200, NEXT = 0x204;

    private final RegisterFile file = new RegisterFile();
    private final Register a = file.bank(32, "a")[0];
    private final Register watched = file.supervisor("watched", 8);

    private RecordedInstruction record(Consumer<Semantics> meaning) {
        Semantics s = new Semantics(new Semantics.Context(null, file.pc(), _ -> { }, Set.of(watched), false), PC, NEXT, NEXT - PC);
        meaning.accept(s);
        return s.finish();
    }

    private boolean independent(Consumer<Semantics> meaning) {
        return record(meaning).positionIndependent();
    }

    @Test
    void notOfWhatIsTheSameEverywhere() {
        assertTrue(independent(s -> s.set(a, s.get(a).plus(s.length()))));
        assertTrue(independent(s -> s.store(s.load(s.get(a), 4), 2, s.constant(NEXT))));
        assertTrue(independent(s -> s.when(s.get(a).eq(0), () -> s.trap(CLASS, 1))));
        assertTrue(independent(s -> s.trap(CLASS, 1)));
        assertTrue(independent(s -> s.jump(s.get(a))));
        assertTrue(independent(s -> { }));
    }

    @Test
    void ofAnAddressThatItAsksFor() {
        assertFalse(independent(s -> s.set(a, s.pc())));
        assertFalse(independent(s -> s.set(a, s.next())));
        assertFalse(independent(s -> s.set(a, s.get(file.pc()))));
        assertFalse(independent(Semantics::repeat));
    }

    @Test
    void ofATargetThatMayBeTheNextInstruction() {
        assertEquals(new Control.Next(), record(s -> s.jump(s.constant(NEXT))).control());
        assertFalse(independent(s -> s.jump(s.constant(NEXT))));
        assertFalse(independent(s -> s.jump(s.constant(0x300))));
        assertFalse(independent(s -> s.jump(s.get(a).eq(0).choose(s.constant(NEXT), s.get(a)))));
        assertFalse(independent(s -> s.when(s.get(a).eq(0), () -> s.jump(s.get(a)))));
    }

    @Test
    void ofWhereTheProgramGoesOnAfterAnInterruptionOrASwitch() {
        assertFalse(independent(s -> s.interrupt(CLASS, 1)));
        assertFalse(independent(s -> s.set(watched, 1)));
        assertFalse(independent(Semantics::synchronize));
    }
}
