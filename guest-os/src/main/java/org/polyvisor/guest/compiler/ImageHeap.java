package org.polyvisor.guest.compiler;

import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.polyvisor.guest.compiler.Mistakes.Site;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.guest.Width;

/** The objects of an image, as static initialisers left them: what code refers to, and what can be reached from there. */
final class ImageHeap {
    private static final int CELLS_A_LINE = 16;
    /** More than any region holds: how much that is exactly, is known only when all is assembled. */
    private static final int MOST_ELEMENTS = 4 << 20;

    private record Entry(Object object, String symbol, Site site) {}

    private final GuestPort port;
    private final GuestClasses classes;
    private final Mistakes mistakes;
    private final Map<Object, String> symbols = new IdentityHashMap<>();
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long elements;

    ImageHeap(GuestPort port, GuestClasses classes, Mistakes mistakes) {
        this.port = port;
        this.classes = classes;
        this.mistakes = mistakes;
    }

    /** {@return the word that stands for a primitive value or null, or empty for an object} */
    static Optional<Integer> word(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.of(0);
            case Boolean b -> Optional.of(b ? 1 : 0);
            case Character c -> Optional.of((int) c);
            case Number n -> Optional.of(n.intValue());
            default -> Optional.empty();
        };
    }

    /**
     * {@return the symbol of an object, which becomes part of the image}
     *
     * @param object array or object of a guest's class
     * @param site what refers to it
     */
    String symbol(Object object, Site site) {
        return symbols.computeIfAbsent(object, o -> {
            String symbol = "H" + symbols.size();
            entries.add(new Entry(o, symbol, site));
            return symbol;
        });
    }

    /** Writes static variables, then objects. */
    void write(Map<Closure.Static, String> statics, AssemblyText text) {
        text.add(port.align());
        statics.forEach((v, symbol) -> {
            text.label(symbol);
            Class<?> c = classes.load(v.owner());
            Site site = new Site(classes.model(v.owner()).map(GuestClasses::file).orElse(v.owner()), 0, "");
            cell(c == null ? null : GuestClasses.value(c, v.name(), null), site, text);
        });
        for (Entry e = entries.poll(); e != null; e = entries.poll()) {
            text.add(port.align());
            text.label(e.symbol);
            if (e.object.getClass().isArray()) array(e, text);
            else object(e, text);
        }
    }

    private void cell(@Nullable Object value, Site site, AssemblyText text) {
        Optional<Integer> word = word(value);
        if (word.isPresent() || value == null) text.add(port.cells(Width.WORD, word.orElse(0)));
        else text.add(port.reference(symbol(value, site)));
    }

    private void object(Entry e, AssemblyText text) {
        Class<?> c = e.object.getClass();
        Optional<ClassModel> model = classes.model(c.getName().replace('.', '/')).filter(GuestClasses::plain);
        if (model.isEmpty()) {
            mistakes.add(e.site, Refusal.HEAP, GuestClasses.dotted(c.getName()));
            return;
        }
        for (FieldModel f : GuestClasses.layout(model.get())) {
            if (isWide(f.fieldType().stringValue()))
                mistakes.add(e.site, Refusal.HEAP, GuestClasses.dotted(c.getName()) + " with a field of 64 bits or floating point");
            cell(GuestClasses.value(c, f.fieldName().stringValue(), e.object), e.site, text);
        }
    }

    private static boolean isWide(String descriptor) {
        return "JFD".contains(descriptor);
    }

    private void array(Entry e, AssemblyText text) {
        int length = Array.getLength(e.object);
        boolean before = elements > MOST_ELEMENTS;
        elements += length;
        if (elements > MOST_ELEMENTS) {
            if (!before) mistakes.add(e.site, Refusal.HEAP_SIZE, MOST_ELEMENTS);
            return;
        }
        text.add(port.cells(Width.WORD, length));
        switch (e.object) {
            case int[] a -> cells(Width.WORD, length, n -> a[n], text);
            case byte[] a -> cells(Width.BYTE, length, n -> a[n], text);
            case boolean[] a -> cells(Width.BYTE, length, n -> a[n] ? 1 : 0, text);
            case short[] a -> cells(Width.SHORT, length, n -> a[n], text);
            case char[] a -> cells(Width.CHAR, length, n -> a[n], text);
            case Object[] a -> {
                for (Object o : a) cell(o, e.site, text);
            }
            default -> mistakes.add(e.site, Refusal.HEAP, e.object.getClass().getSimpleName());
        }
    }

    private void cells(Width width, int length, IntUnaryOperator element, AssemblyText text) {
        for (int from = 0; from < length; ) {
            int zeros = from;
            while (zeros < length && element.applyAsInt(zeros) == 0) zeros++;
            if (zeros - from >= CELLS_A_LINE || zeros == length) {
                text.add(port.zeros(width, zeros - from));
                from = zeros;
            } else {
                int[] line = new int[Math.min(CELLS_A_LINE, length - from)];
                for (int n = 0; n < line.length; n++) line[n] = element.applyAsInt(from + n);
                text.add(port.cells(width, line));
                from += line.length;
            }
        }
    }

    /** {@return how many elements an array has, if the object is one} */
    static OptionalInt length(Object o) {
        return o.getClass().isArray() ? OptionalInt.of(Array.getLength(o)) : OptionalInt.empty();
    }
}
