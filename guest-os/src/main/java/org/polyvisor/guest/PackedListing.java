package org.polyvisor.guest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.polyvisor.guest.compiler.GuestImage;
import org.polyvisor.guest.compiler.ListingLine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.assembly.Disassembler;
import org.polyvisor.isa.guest.GuestPort;

/**
 * A program's listing as the kernel keeps it, for messages about the instruction at an address.
 *
 * @param addresses of the instructions, ascending
 * @param lengths of the instructions, in bytes
 * @param texts where in the words the text of each is
 * @param places where in the words the place in the source is that each comes from
 * @param words texts, each once: a byte with the length, then the characters
 */
record PackedListing(int[] addresses, byte[] lengths, int[] texts, int[] places, byte[] words) {
    private static final int LONGEST = 60;
    private static final String ATTEMPT = GuestPort.hook("attempt");
    private static final Pattern MARK = Pattern.compile("\\bN\\d+\\b");

    private record Entry(int address, int length, String text, String place) {}

    /** The instructions of the program's methods, and the one that it was made with to attempt it. */
    static PackedListing of(GuestImage image, Architecture architecture, GuestPort port) {
        Stream<Entry> methods = image.listing().stream().map(l -> new Entry(l.address(), l.length(), l.text(), place(l)));
        List<Entry> entries = Stream.concat(methods, attempt(image, architecture, port).stream())
                .sorted(Comparator.comparingInt(Entry::address)).toList();
        Words words = new Words();
        int n = entries.size();
        int[] addresses = new int[n], texts = new int[n], places = new int[n];
        byte[] lengths = new byte[n];
        for (int i = 0; i < n; i++) {
            Entry e = entries.get(i);
            addresses[i] = e.address;
            lengths[i] = (byte) e.length;
            texts[i] = words.at(e.text);
            places[i] = words.at(e.place);
        }
        return new PackedListing(addresses, lengths, texts, places, words.bytes.toByteArray());
    }

    private static String place(ListingLine l) {
        return l.method() + " line " + l.line();
    }

    /** It lies in a hook: its place is the line that calls that. */
    private static Optional<Entry> attempt(GuestImage image, Architecture architecture, GuestPort port) {
        Integer hook = symbols(image).get(ATTEMPT);
        if (hook == null || image.at(hook).isPresent()) return Optional.empty();
        byte[] code = Arrays.copyOfRange(image.bytes(), hook - image.origin(), image.bytes().length);
        return new Disassembler(architecture, port.mode(architecture)).disassemble(code, hook).stream().limit(1)
                .map(l -> new Entry(hook, l.bytes().length, l.text(), String.join(", ", callers(image)))).findFirst();
    }

    private static TreeSet<String> callers(GuestImage image) {
        TreeSet<String> callers = new TreeSet<>();
        Map<String, Integer> symbols = symbols(image);
        String mark = "";
        for (String line : image.text()) {
            Matcher m = MARK.matcher(line);
            if (m.find()) mark = m.group();
            Integer from = symbols.get(mark);
            if (from != null && line.contains(ATTEMPT)) image.at(from).ifPresent(l -> callers.add(place(l)));
        }
        return callers;
    }

    /** How an assembler writes symbols is its own affair. */
    private static Map<String, Integer> symbols(GuestImage image) {
        Map<String, Integer> symbols = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        symbols.putAll(image.program().symbols());
        return symbols;
    }

    private static final class Words {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Map<String, Integer> known = new HashMap<>();

        int at(String text) {
            return known.computeIfAbsent(text, t -> {
                int at = bytes.size();
                byte[] characters = t.substring(0, Math.min(t.length(), LONGEST)).getBytes(StandardCharsets.ISO_8859_1);
                bytes.write(characters.length);
                bytes.writeBytes(characters);
                return at;
            });
        }
    }
}
