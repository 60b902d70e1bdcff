package org.polyvisor.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.polyvisor.guest.compiler.ClassSource;
import org.polyvisor.guest.compiler.CompiledSource;
import org.polyvisor.guest.compiler.GuestCompiler;
import org.polyvisor.guest.compiler.GuestImage;
import org.polyvisor.guest.compiler.GuestSourceException;
import org.polyvisor.guest.compiler.SourceCompiler;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.BareMachine.Delivery;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.guest.Guest;
import org.polyvisor.isa.guest.GuestHost;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.platform.Console;

/** Runs sources on the host JVM, and compiled on a bare machine, as a kernel or as a program. */
final class GuestTrial {
    static final String PACKAGE = "org.polyvisor.guest.kernel.";
    private static final long INSTRUCTIONS = 400_000_000;

    /** What a machine did: the lines on its console, and the interruptions. */
    record Run(List<String> lines, List<Delivery> deliveries, Outcome end) {}

    private final InstructionSet set;
    private final Architecture architecture;
    private final GuestPort port;
    private final CompiledSource classes;
    private final GuestCompiler compiler;

    GuestTrial(InstructionSet set, Architecture architecture, Map<String, String> sources) throws UsageException, GuestSourceException {
        this.set = set;
        this.architecture = architecture;
        port = set.guest().orElseThrow(() -> new AssertionError(set.name() + " has no port of the guest operating system"));
        classes = SourceCompiler.text(sources);
        compiler = new GuestCompiler(architecture, port, ClassSource.first(classes, ClassSource.of(port.architectureClass())));
    }

    static String resource(String name) {
        try (InputStream in = GuestTrial.class.getResourceAsStream("guest/" + name)) {
            if (in == null) throw new IllegalStateException("this module lacks its resource " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- host JVM

    /** {@return the lines that a kernel writes on the host JVM} */
    List<String> hostKernel(String name) throws ReflectiveOperationException {
        ClassLoader loader = new Isolated(classes.files());
        accessible(loader, name, "boot").invoke(null);
        var lines = loader.loadClass(PACKAGE + "Arch").getDeclaredField("LINES");
        lines.setAccessible(true);
        return lines.get(null).toString().lines().toList();
    }

    /** {@return the lines that the supervisor would write for a program} */
    List<String> hostProgram(String name) throws ReflectiveOperationException {
        List<String> lines = new ArrayList<>();
        Method main = accessible(new Isolated(classes.files()), name, "main");
        Guest.onHost(new GuestHost() {
            @Override
            public int sys(int number, int a, int b, int c) {
                lines.add("w0 %08X".formatted(a));
                return a + 1;
            }

            @Override
            public int sys(int number, byte[] buffer, int offset, int length) {
                throw new AssertionError("no subject does so");
            }
        }, () -> {
            try {
                lines.add("e0 %08X".formatted((int) main.invoke(null)));
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        });
        return lines;
    }

    private static Method accessible(ClassLoader loader, String name, String method) throws ReflectiveOperationException {
        Method m = loader.loadClass(PACKAGE + name).getDeclaredMethod(method);
        m.setAccessible(true);
        return m;
    }

    private static final class Isolated extends ClassLoader {
        private final Map<String, byte[]> files;

        Isolated(Map<String, byte[]> files) {
            super(GuestTrial.class.getClassLoader());
            this.files = files;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] b = files.get(name.replace('.', '/'));
            if (b == null) return super.loadClass(name, resolve);
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : defineClass(name, b, 0, b.length);
            }
        }
    }

    // ---- machine

    GuestImage kernel(String name) throws GuestSourceException {
        return compiler.kernel(PACKAGE + name, Map.of());
    }

    GuestImage program(String name) throws GuestSourceException {
        return compiler.program(PACKAGE + name, 0, port.privilegedInstruction());
    }

    Run run(GuestImage kernel) throws UsageException {
        StringBuilder console = new StringBuilder();
        List<Delivery> deliveries = new ArrayList<>();
        Console screen = new Console() {
            @Override
            public void write(String text) {
                console.append(text);
            }

            @Override
            public void connect(Input input) {}
        };
        try (BareMachine m = new BareMachine(set, architecture, new BareMachine.Settings(set.defaultStorage(),
                BareMachine.Settings.RATE, _ -> screen))) {
            m.attach(Map.of());
            m.observe(deliveries::add);
            port.boot(m, architecture, kernel.program());
            Outcome end = m.run(Limits.of(INSTRUCTIONS));
            return new Run(console.toString().lines().map(String::strip).filter(l -> !l.isEmpty()).toList(), deliveries, end);
        }
    }

    /** {@return what the supervisor says of a program} */
    Run runProgram(GuestImage program) throws UsageException, GuestSourceException {
        return run(compiler.kernel(PACKAGE + "Supervisor", Map.of("Supervisor.image", program.bytes())));
    }
}
