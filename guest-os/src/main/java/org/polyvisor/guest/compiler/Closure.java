package org.polyvisor.guest.compiler;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.polyvisor.guest.compiler.Mistakes.Site;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.guest.IrValue.Reference;

/** All that a guest's entries reach: methods, static variables, literals, hooks. Each gets its symbol when it is first met. */
final class Closure {
    /** Makes the arrays that programs ask for: {@code static int newArray(int shift, int length)}. */
    static final String LIBRARY = "org/polyvisor/guest/program/Library";

    /** A static variable of a class. */
    record Static(String owner, String name) {}

    private record Wanted(String owner, String name, String descriptor) {}

    private record Task(ClassModel owner, MethodModel method, String symbol) {}

    private final GuestClasses classes;
    private final boolean kernel;
    private final String hooks;
    private final Mistakes mistakes;
    private final Map<Wanted, String> symbols = new HashMap<>();
    private final Deque<Task> tasks = new ArrayDeque<>();
    private final Map<Static, String> statics = new LinkedHashMap<>();
    private final Map<String, Reference> texts = new HashMap<>();
    private final Map<String, Optional<Class<?>>> loaded = new HashMap<>();

    /**
     * Begins one.
     *
     * @param classes what it may consist of
     * @param kernel whether it is a kernel
     * @param hooks the port's assembler text
     * @param mistakes where mistakes go
     */
    Closure(GuestClasses classes, boolean kernel, String hooks, Mistakes mistakes) {
        this.classes = classes;
        this.kernel = kernel;
        this.hooks = hooks;
        this.mistakes = mistakes;
    }

    GuestClasses classes() {
        return classes;
    }

    boolean isKernel() {
        return kernel;
    }

    Mistakes mistakes() {
        return mistakes;
    }

    /** A method where the guest is entered. */
    void entry(String owner, String name, String descriptor, String declaration, String symbol) {
        Optional<ClassModel> c = classes.model(owner);
        Site site = new Site(c.map(GuestClasses::file).orElse(GuestClasses.dotted(owner)), 0, "");
        if (c.isEmpty()) mistakes.add(site, Refusal.MISSING_CLASS, GuestClasses.dotted(owner));
        else {
            Optional<MethodModel> m = classes.method(c.get(), name, descriptor).filter(x -> x.flags().has(AccessFlag.STATIC));
            if (m.isEmpty()) mistakes.add(site, Refusal.ENTRY, declaration, kernel ? "the kernel" : "a program");
            else {
                symbols.put(new Wanted(owner, name, descriptor), symbol);
                tasks.add(new Task(c.get(), m.get(), symbol));
            }
        }
    }

    /** {@return the methods, in the order in which they are first met} */
    List<IrMethod> methods() {
        List<IrMethod> all = new ArrayList<>();
        for (Task t = tasks.poll(); t != null; t = tasks.poll()) all.add(new MethodReader(this, t.owner, t.method, t.symbol).read());
        return all;
    }

    /** {@return the symbol of a method that is called} */
    String method(ClassModel owner, MethodModel m) {
        Wanted w = new Wanted(owner.thisClass().asInternalName(), m.methodName().stringValue(), m.methodType().stringValue());
        String known = symbols.get(w);
        if (known != null) return known;
        String symbol = "M" + symbols.size();
        symbols.put(w, symbol);
        tasks.add(new Task(owner, m, symbol));
        return symbol;
    }

    /** {@return the symbol of a hook, which the port's text must define} */
    String hook(String name, String called, Site site) {
        String symbol = GuestPort.hook(name);
        if (!Pattern.compile("(?im)^\\s*" + symbol + "\\b").matcher(hooks).find())
            mistakes.add(site, kernel ? Refusal.HOOK_IN_KERNEL : Refusal.HOOK_IN_PROGRAM, called);
        return symbol;
    }

    String variable(Static v) {
        return statics.computeIfAbsent(v, _ -> "S" + statics.size());
    }

    /** {@return the static variables and their symbols, in the order in which they are first met} */
    Map<Static, String> variables() {
        return statics;
    }

    /** {@return the bytes of a literal: one array for equal ones} */
    Reference text(String literal) {
        return texts.computeIfAbsent(literal, t -> new Reference(t.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** {@return a class, initialised, or null after a mistake} */
    @Nullable Class<?> initialised(String name, Site site) {
        return loaded.computeIfAbsent(name, n -> {
            try {
                return Optional.ofNullable(classes.load(n));
            } catch (Error e) { // whatever it is, from a failed assertion to storage used up: the code that runs here is the user's
                failed(n, e, site);
                return Optional.empty();
            }
        }).orElse(null);
    }

    private void failed(String name, Error e, Site site) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        Site at = site;
        for (StackTraceElement s : cause.getStackTrace()) {
            String owner = s.getClassName().replace('.', '/');
            if (s.getFileName() == null || classes.model(owner).isEmpty()) continue;
            at = new Site(s.getFileName(), s.getLineNumber(), GuestClasses.shortName(owner) + (s.getMethodName().equals("<clinit>") ? ""
                    : "." + s.getMethodName()));
            break;
        }
        mistakes.add(at, Refusal.INITIALISER, GuestClasses.dotted(name), cause);
    }
}
