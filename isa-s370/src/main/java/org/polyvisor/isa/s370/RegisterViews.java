package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Registers.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.RegisterView;
import org.polyvisor.isa.machine.Machine;

/** The registers as users name them. */
final class RegisterViews {
    private static final int CONTROL = 0;
    private static final int PSW = 1;
    private static final int REST = 4;

    private RegisterViews() {}

    static List<RegisterView> all(boolean extended) {
        List<RegisterView> all = new ArrayList<>();
        all.add(new RegisterView("psw", 64, true, PSW, Psw::read, (m, v) -> Psw.write(m, v, extended)));
        for (Register r : GR) all.add(RegisterView.of(r, REST));
        for (Register r : FR) all.add(RegisterView.of(r, REST));
        if (!extended) return all;
        for (Register r : CR) all.add(RegisterView.of(r, CONTROL));
        all.add(new RegisterView("clock", 64, false, CONTROL, m -> m.get(CLOCK_ORIGIN) + elapsed(m), (m, v) -> m.set(CLOCK_ORIGIN, v - elapsed(m))));
        all.add(RegisterView.of(COMPARATOR, CONTROL));
        all.add(RegisterView.of(TIMER, CONTROL));
        all.add(new RegisterView("prefix", 32, false, CONTROL, m -> m.get(PREFIX), RegisterViews::prefix));
        return all;
    }

    private static long elapsed(Machine m) {
        Clock clock = m.platform(Clock.class);
        return clock.elapsed(clock.now());
    }

    private static void prefix(Machine m, long v) {
        if ((v & ~0xff_f000L) != 0) throw new IllegalArgumentException("a prefix is a multiple of 4,096 below 16M");
        m.set(PREFIX, v);
    }

    /** {@code key@ADDRESS}: the storage key of a block, as INSERT STORAGE KEY shows it in EC mode. */
    static Optional<RegisterView> key(String name) {
        if (!name.matches("key@(0x[0-9a-f]{1,8}|[0-9]{1,10})")) return Optional.empty();
        long address = Long.decode(name.substring(4).replaceFirst("^0+(?=\\d)", ""));
        int block = (int) (address >>> 11);
        return Optional.of(new RegisterView(name, 8, false, CONTROL, m -> m.attribute(installed(m, block)),
                (m, v) -> m.attribute(installed(m, block), (int) v & 0xfe)));
    }

    private static int installed(Machine m, int block) {
        if (!m.exists(block)) throw new IllegalArgumentException("no storage is installed there");
        return block;
    }
}
