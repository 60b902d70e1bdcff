package org.polyvisor.guest.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.polyvisor.guest.compiler.Mistakes.Site;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Disassembler;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.guest.MethodTooLargeException;

/** Puts an image together: hooks, methods, data; assembles it; lists it. */
final class ImageBuilder {
    private static final int SHOWN = 3;

    /** An image as text, with what is known of its methods. */
    record Draft(AssemblyText text, List<IrMethod> methods, String codeEnd, String dataEnd, int stack) {}

    private final Architecture architecture;
    private final GuestPort port;
    private final boolean kernel;

    ImageBuilder(Architecture architecture, GuestPort port, boolean kernel) {
        this.architecture = architecture;
        this.port = port;
        this.kernel = kernel;
    }

    /**
     * Writes the text.
     *
     * @param closure all that the guest consists of
     * @param entries symbols of the methods where it is entered
     * @param hooks the port's text
     * @param origin the address of the first byte
     * @return the text
     * @throws GuestSourceException if there are mistakes
     */
    Draft draft(Closure closure, List<String> entries, String hooks, int origin) throws GuestSourceException {
        Mistakes mistakes = closure.mistakes();
        List<IrMethod> methods = closure.methods();
        CallGraph calls = new CallGraph(methods);
        if (kernel) calls.refuseRecursion(mistakes);
        mistakes.check();
        AssemblyText text = new AssemblyText(port::label);
        text.add(port.origin(origin));
        text.add(hooks);
        ImageHeap heap = new ImageHeap(port, closure.classes(), mistakes);
        Map<String, Integer> frames = new HashMap<>();
        for (IrMethod m : methods) {
            Generator g = new Generator(LoopRotation.of(m), port, kernel, heap, text);
            try {
                g.write();
            } catch (MethodTooLargeException e) {
                mistakes.add(new Site(m.file(), m.line(), m.name()), Refusal.LARGE, e.getMessage());
            }
            frames.put(m.symbol(), port.stackUnits(g.frame()));
        }
        String codeEnd = text.fresh(), dataEnd = text.fresh();
        text.label(codeEnd);
        heap.write(closure.variables(), text);
        text.add(port.align());
        text.label(dataEnd);
        text.add(port.end());
        int stack = 0;
        for (String e : entries) {
            int need = calls.stack(e, frames);
            stack = need == CallGraph.UNBOUNDED || stack == CallGraph.UNBOUNDED ? CallGraph.UNBOUNDED : Math.max(stack, need);
        }
        if (kernel && stack > port.kernelStack()) {
            IrMethod m = methods.getFirst();
            mistakes.add(new Site(m.file(), m.line(), m.name()), Refusal.STACK, stack, port.kernelStack());
        }
        mistakes.check();
        return new Draft(text, methods, codeEnd, dataEnd, stack);
    }

    /** {@return the image that a text describes} */
    GuestImage assemble(Draft d) {
        String text = d.text.toString();
        Program p;
        try {
            p = architecture.syntax().assemble(architecture, text);
        } catch (AssemblyException e) {
            throw new IllegalStateException("the port to " + architecture.name() + " wrote text that cannot be assembled: "
                    + e.diagnostics().stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining("; ")), e);
        }
        Map<String, Integer> symbols = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        symbols.putAll(p.symbols());
        byte[] bytes = p.image();
        List<ListingLine> listing = listing(d, symbols, p.origin(), bytes);
        List<String> lines = List.of(text.split("\n", -1));
        return new GuestImage(p, p.origin(), bytes, p.entry().orElse(p.origin()), listing, lines, sizes(d, symbols, p));
    }

    private static int value(Map<String, Integer> symbols, String symbol) {
        Integer v = symbols.get(symbol);
        if (v == null) throw new IllegalStateException("the assembler does not know " + symbol);
        return v;
    }

    private static GuestImage.Sizes sizes(Draft d, Map<String, Integer> symbols, Program p) {
        int code = value(symbols, d.methods.getFirst().symbol()), codeEnd = value(symbols, d.codeEnd);
        Map<String, Integer> methods = new LinkedHashMap<>();
        for (int n = 0; n < d.methods.size(); n++) {
            int end = n + 1 < d.methods.size() ? value(symbols, d.methods.get(n + 1).symbol()) : codeEnd;
            methods.merge(d.methods.get(n).name(), end - value(symbols, d.methods.get(n).symbol()), Integer::sum);
        }
        return new GuestImage.Sizes(code - p.origin(), codeEnd - code, value(symbols, d.dataEnd) - codeEnd, d.stack, methods);
    }

    private List<ListingLine> listing(Draft d, Map<String, Integer> symbols, int origin, byte[] bytes) {
        Map<String, String> files = new HashMap<>();
        for (IrMethod m : d.methods) files.put(m.name(), m.file());
        Disassembler disassembler = new Disassembler(architecture, port.mode(architecture));
        List<ListingLine> lines = new ArrayList<>();
        List<AssemblyText.Mark> marks = d.text.marks();
        for (int n = 0; n < marks.size(); n++) {
            AssemblyText.Mark m = marks.get(n);
            if (m.line() == 0) continue;
            String file = files.getOrDefault(m.method(), "");
            int from = value(symbols, m.symbol()), to = value(symbols, n + 1 < marks.size() ? marks.get(n + 1).symbol() : d.codeEnd);
            for (Disassembler.Line l : disassembler.disassemble(Arrays.copyOfRange(bytes, from - origin, to - origin), from))
                lines.add(new ListingLine(l.address(), l.bytes().length, l.text(), m.method(), file, m.line()));
        }
        return lines;
    }
}
