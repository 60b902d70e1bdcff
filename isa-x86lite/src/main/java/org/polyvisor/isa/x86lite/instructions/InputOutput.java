package org.polyvisor.isa.x86lite.instructions;

import static org.polyvisor.isa.x86lite.state.Registers.CPL;
import static org.polyvisor.isa.x86lite.state.Registers.EDX;
import static org.polyvisor.isa.x86lite.state.Registers.IOPL;
import static org.polyvisor.isa.x86lite.state.Registers.TR;

import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Helper;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.code.PointedOperand;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.Exceptions;
import org.polyvisor.isa.x86lite.state.Ports;
import org.polyvisor.isa.x86lite.state.Segmentation;

/** I/O instructions; SDM volume 1, chapter 19. */
final class InputOutput {
    private InputOutput() {}

    private static final Helper IN = Helper.of("in", (m, port, bytes, time) -> m.platform(Ports.class).in((int) port, (int) bytes, time));
    private static final Helper OUT = Helper.of("out", (m, port, bytes, value, time) -> {
        m.platform(Ports.class).out((int) port, (int) bytes, (int) value, time);
        return 0;
    });
    private static final Helper PERMISSION = Helper.of("io-permission", InputOutput::permission).reads(TR.base(), TR.limit());

    /** Where a task-state segment says where its permission bitmap begins. */
    private static final int MAP_BASE = 102;

    static void rows(Table table) {
        Table t = table.section("SDM vol. 1, 5.1.9 I/O Instructions");
        t.sdm("E4 ib", "IN AL, imm8", InputOutput::in);
        t.sdm("E5 ib", "IN eAX, imm8", InputOutput::in);
        t.sdm("EC", "IN AL, DX", InputOutput::in);
        t.sdm("ED", "IN eAX, DX", InputOutput::in);
        t.sdm("E6 ib", "OUT imm8, AL", InputOutput::out);
        t.sdm("E7 ib", "OUT imm8, eAX", InputOutput::out);
        t.sdm("EE", "OUT DX, AL", InputOutput::out);
        t.sdm("EF", "OUT DX, eAX", InputOutput::out);
        for (String prefix : new String[] {"NP", "F3", "F2"}) {
            String name = prefix.equals("NP") ? "" : prefix.equals("F3") ? "REP " : "REPNE ";
            boolean repeated = !prefix.equals("NP");
            t.sdm(prefix + " 6C", name + "INS m8@eDI, DX", (s, d, port) -> ins(s, (PointedOperand) d, repeated));
            t.sdm(prefix + " 6D", name + "INS m16/32@eDI, DX", (s, d, port) -> ins(s, (PointedOperand) d, repeated));
            t.sdm(prefix + " 6E", name + "OUTS DX, m8@eSI", (s, port, x) -> outs(s, (PointedOperand) x, repeated));
            t.sdm(prefix + " 6F", name + "OUTS DX, m16/32@eSI", (s, port, x) -> outs(s, (PointedOperand) x, repeated));
        }
    }

    private static void in(Semantics s, Operand d, Operand port) {
        Value number = port.get().zx(32);
        permit(s, number, d.bits());
        d.set(in(s, number, d.bits()));
    }

    private static void out(Semantics s, Operand port, Operand x) {
        Value number = port.get().zx(32);
        permit(s, number, x.bits());
        out(s, number, x.get());
    }

    /** Permission is asked even where nothing is to be repeated. Storage is probed before the port is read, which may change a device. */
    private static void ins(Semantics s, PointedOperand d, boolean repeated) {
        permit(s, port(s), d.bits());
        Runnable element = () -> {
            d.probe();
            d.set(in(s, port(s), d.bits()));
            d.advance();
        };
        if (repeated) Strings.repeat(s, d, element);
        else element.run();
    }

    private static void outs(Semantics s, PointedOperand x, boolean repeated) {
        permit(s, port(s), x.bits());
        Runnable element = () -> {
            out(s, port(s), x.get());
            x.advance();
        };
        if (repeated) Strings.repeat(s, x, element);
        else element.run();
    }

    private static Value port(Semantics s) {
        return s.get(EDX).and(0xffff);
    }

    private static Value in(Semantics s, Value port, int bits) {
        Value v = s.call(IN, port, s.constant(bits / 8), s.time()).lo(bits);
        s.synchronize();
        return v;
    }

    private static void out(Semantics s, Value port, Value v) {
        s.call(OUT, port, s.constant(v.bits / 8), v.zx(32), s.time());
        s.synchronize();
    }

    /** Where the I/O privilege level does not admit the program, the task's permission bitmap decides; SDM volume 1, 19.5. */
    private static void permit(Semantics s, Value port, int bits) {
        Value asked = Segmentation.virtual8086(s) ? Value.of(1, 1) : s.get(IOPL).below(s.get(CPL));
        s.when(asked, () -> {
            Value task32 = s.get(TR.attributes()).zx(32).and(0x9d).eq(0x89), short32 = s.get(TR.limit()).below(MAP_BASE + 1);
            s.when(task32.not().or(short32), () -> Exceptions.fault(s, Exceptions.GP));
            s.call(PERMISSION, port, s.constant(bits / 8));
        });
    }

    private static long permission(Machine m, long port, long bytes) {
        int limit = (int) m.get(TR.limit()), base = (int) m.get(TR.base());
        int at = (int) m.loadSystem(base + MAP_BASE, 2) + (int) (port >> 3);
        if (Integer.compareUnsigned(at + 1, limit) > 0) throw m.trap(Exceptions.fault(Exceptions.GP, 0));
        int bitmap = (int) m.loadSystem(base + at, 2) >> (port & 7);
        if ((bitmap & (1 << bytes) - 1) != 0) throw m.trap(Exceptions.fault(Exceptions.GP, 0));
        return 0;
    }
}
