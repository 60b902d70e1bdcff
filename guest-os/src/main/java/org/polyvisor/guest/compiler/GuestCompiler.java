package org.polyvisor.guest.compiler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polyvisor.guest.compiler.Mistakes.Site;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.guest.GuestPort;

/**
 * Compiles kernels and programs for an instruction set. Their source is a subset of Java: javac has read it, this reads the class files.
 * Static initialisers run while an image is built, and what they leave is part of it. Everything is done twice, and must come out the same.
 */
public final class GuestCompiler {
    private static final String KERNEL_ARCHITECTURE = "org/polyvisor/guest/kernel/Arch";
    private static final List<String> KERNEL_ENTRIES = List.of("BOOT", "TRAP");
    private static final List<String> PROGRAM_ENTRIES = List.of("MAIN");

    private final Architecture architecture;
    private final GuestPort port;
    private final ClassSource classes;

    /**
     * Makes a compiler.
     *
     * @param architecture the processor
     * @param port to its instruction set
     * @param classes what guests may consist of
     */
    public GuestCompiler(Architecture architecture, GuestPort port, ClassSource classes) {
        this.architecture = architecture;
        this.port = port;
        this.classes = classes;
    }

    /**
     * Compiles a program.
     *
     * @param className of a class with {@code static int main()}
     * @param slot it is linked for, from 0
     * @param attempt the instruction that {@link org.polyvisor.isa.guest.Guest#attempt} executes
     * @return its image
     * @throws GuestSourceException if the source has mistakes: all that are found
     */
    public GuestImage program(String className, int slot, byte[] attempt) throws GuestSourceException {
        return program(className, slot, attempt, Map.of());
    }

    /**
     * Compiles a program.
     *
     * @param className of a class with {@code static int main()}
     * @param slot it is linked for, from 0
     * @param attempt the instruction that {@link org.polyvisor.isa.guest.Guest#attempt} executes
     * @param statics static variables of classes in its package, as {@code Class.name}, set before any other class is initialised
     * @return its image
     * @throws GuestSourceException if the source has mistakes: all that are found
     */
    public GuestImage program(String className, int slot, byte[] attempt, Map<String, Object> statics) throws GuestSourceException {
        String owner = className.replace('.', '/'), hooks = port.programHooks(attempt);
        ImageBuilder builder = new ImageBuilder(architecture, port, false);
        ImageBuilder.Draft[] drafts = new ImageBuilder.Draft[2];
        for (int n = 0; n < drafts.length; n++) {
            GuestClasses own = new GuestClasses(classes, Map.of());
            set(own, owner, statics);
            Closure c = new Closure(own, false, hooks, new Mistakes());
            c.entry(owner, "main", "()I", "static int main()", PROGRAM_ENTRIES.getFirst());
            drafts[n] = builder.draft(c, PROGRAM_ENTRIES, hooks, port.programOrigin(slot));
        }
        GuestImage image = builder.assemble(same(drafts));
        int stack = Math.max(0, image.sizes().stack());
        if ((long) image.bytes().length + stack > port.regionSize()) {
            Mistakes mistakes = new Mistakes();
            mistakes.add(site(drafts[0]), Refusal.REGION, image.bytes().length, stack, port.regionSize());
            mistakes.check();
        }
        return image;
    }

    /**
     * Compiles a kernel.
     *
     * @param className of a class with {@code static int[] boot()} and {@code static int[] trap(int vector, int info)}
     * @param statics static variables of classes in its package, as {@code Class.name}, set before any other class is initialised
     * @return its image
     * @throws GuestSourceException if the source has mistakes: all that are found
     */
    public GuestImage kernel(String className, Map<String, Object> statics) throws GuestSourceException {
        String owner = className.replace('.', '/'), hooks = port.kernelHooks();
        Class<?> machine = port.architectureClass();
        ImageBuilder builder = new ImageBuilder(architecture, port, true);
        ImageBuilder.Draft[] drafts = new ImageBuilder.Draft[2];
        for (int n = 0; n < drafts.length; n++) {
            GuestClasses own = new GuestClasses(ClassSource.first(classes, ClassSource.of(machine)),
                    Map.of(KERNEL_ARCHITECTURE, machine.getName().replace('.', '/')));
            set(own, owner, statics);
            Closure c = new Closure(own, true, hooks, new Mistakes());
            c.entry(owner, "boot", "()[I", "static int[] boot()", KERNEL_ENTRIES.getFirst());
            c.entry(owner, "trap", "(II)[I", "static int[] trap(int vector, int info)", KERNEL_ENTRIES.getLast());
            drafts[n] = builder.draft(c, KERNEL_ENTRIES, hooks, port.kernelOrigin());
        }
        return builder.assemble(same(drafts));
    }

    private static void set(GuestClasses classes, String owner, Map<String, Object> statics) {
        String package_ = owner.substring(0, owner.lastIndexOf('/') + 1);
        new LinkedHashMap<>(statics).forEach((name, value) -> {
            int dot = name.indexOf('.');
            Class<?> c = classes.load(package_ + name.substring(0, dot));
            try {
                if (c == null) throw new NoSuchFieldException("no class");
                GuestClasses.accessible(c, name.substring(dot + 1)).set(null, value);
            } catch (ReflectiveOperationException | RuntimeException e) {
                throw new IllegalArgumentException("the static variable " + name + " cannot be set: " + e.getMessage(), e);
            }
        });
    }

    private static Site site(ImageBuilder.Draft d) {
        IrMethod m = d.methods().getFirst();
        return new Site(m.file(), m.line(), m.name());
    }

    private static ImageBuilder.Draft same(ImageBuilder.Draft[] drafts) throws GuestSourceException {
        if (!drafts[0].text().toString().equals(drafts[1].text().toString())) {
            Mistakes mistakes = new Mistakes();
            mistakes.add(site(drafts[0]), Refusal.NOT_REPRODUCIBLE);
            mistakes.check();
        }
        return drafts[0];
    }
}
