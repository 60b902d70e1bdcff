package org.polyvisor.cli.experiment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.guest.GuestPort;

/** Instruction sets and ports with something broken, to see that an experiment finds it. */
final class Sabotage {
    private Sabotage() {}

    /** Machines whose privilege check lets everybody past. */
    static Subject unprivileged(Subject proper) {
        Architecture.Declaration d = proper.declared().declaration();
        return new Subject(proper.set(), proper.declared(), new Architecture(new Architecture.Declaration(d.name(), d.model(),
                d.registers(), d.byteOrder(), d.pageBits(), d.addressBits(), d.rows(), d.encoding(), d.syntax(), d.interruptions(),
                _ -> { }, d.supervision())), proper.guest());
    }

    /** A kernel whose assembler text has something else in one place. */
    static Subject kernel(Subject proper, String text, String instead) {
        return hooks(proper, "kernelHooks", text, instead);
    }

    /** Programs whose assembler text has something else in one place. */
    static Subject program(Subject proper, String text, String instead) {
        return hooks(proper, "programHooks", text, instead);
    }

    private static Subject hooks(Subject proper, String method, String text, String instead) {
        GuestPort port = proper.guest().orElseThrow();
        GuestPort broken = (GuestPort) Proxy.newProxyInstance(Sabotage.class.getClassLoader(), new Class<?>[] {GuestPort.class},
                (_, called, arguments) -> {
                    Object result;
                    try {
                        result = called.invoke(port, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (!called.getName().equals(method)) return result;
                    String hooks = (String) result;
                    assertTrue(hooks.contains(text), () -> "there is no '" + text + "' in " + method);
                    return hooks.replace(text, instead);
                });
        return new Subject(proper.set(), proper.declared(), proper.executed(), Optional.of(broken));
    }
}
