package org.polyvisor.isa.assembly;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Where a pass of the assembler puts bytes and symbols. */
public final class Section {

    /**
     * A symbol.
     *
     * @param value its value
     * @param relocatable whether it is an address of the program; else a plain number
     * @param length how many bytes it names, at least 1
     */
    public record Symbol(int value, boolean relocatable, int length) {}

    /** How many bytes a program may have: enough for the storage of any machine that is programmed this way. */
    static final int MOST_BYTES = 1 << 26;

    private final Map<String, Symbol> before;
    private final boolean last;
    private final Map<String, Symbol> symbols = new LinkedHashMap<>();
    private final List<Program.Chunk> chunks = new ArrayList<>();
    private final Set<String> defined = new HashSet<>();
    private int location;
    private int highest;
    private int written;
    private int drift;
    private OptionalInt entry = OptionalInt.empty();

    Section(Map<String, Symbol> before, boolean last) {
        this.before = before;
        this.last = last;
    }

    /** {@return the location counter: where the next byte goes} */
    public int location() {
        return location;
    }

    /** {@return the address behind the highest byte so far} */
    public int highest() {
        return highest;
    }

    /**
     * Goes on elsewhere.
     *
     * @param address where the next byte goes
     */
    public void locate(int address) {
        location = address;
        if (Integer.compareUnsigned(location, highest) > 0) highest = location;
    }

    /**
     * Puts bytes at the location counter.
     *
     * @param bytes what
     * @throws MistakeException if the program becomes too large
     */
    public void emit(byte... bytes) throws MistakeException {
        written += bytes.length;
        if (written > MOST_BYTES || bytes.length > MOST_BYTES)
            throw new MistakeException("the program has more than " + MOST_BYTES + " bytes: make it smaller");
        if (bytes.length > 0) chunks.add(new Program.Chunk(location, bytes.clone()));
        locate(location + bytes.length);
    }

    /**
     * Reserves bytes at the location counter.
     *
     * @param bytes how many
     */
    public void reserve(int bytes) {
        locate(location + bytes);
    }

    /**
     * Goes to the next boundary.
     *
     * @param boundary a power of two, in bytes
     */
    public void align(int boundary) {
        locate(location + boundary - 1 & -boundary);
    }

    /**
     * Defines a symbol.
     *
     * @param name its name; nothing happens if it is empty
     * @param symbol what it stands for
     * @throws MistakeException if it is defined already
     */
    public void define(String name, Symbol symbol) throws MistakeException {
        if (name.isEmpty()) return;
        if (!defined.add(name)) throw new MistakeException(name + " is defined twice: give one of the two another name");
        symbols.put(name, symbol);
    }

    /** The label of a statement that is wrong: defined all the same, so that who uses it is not called wrong, too. */
    void stand(String name, int address) {
        if (!name.isEmpty() && defined.add(name)) symbols.put(name, new Symbol(address, true, 1));
    }

    /**
     * Looks up a symbol. Before the last pass, one that is not known yet is guessed.
     *
     * @param name its name
     * @return what it stands for
     * @throws MistakeException if it is defined nowhere
     */
    public Symbol symbol(String name) throws MistakeException {
        Symbol s = symbols.get(name);
        if (s != null) return s;
        s = before.get(name);
        if (s != null) return s.relocatable && drift != 0 ? new Symbol(s.value + drift, true, s.length) : s;
        if (last) throw new MistakeException(name + " is not defined: define it as a label or with a directive");
        return new Symbol(location, true, 1);
    }

    /**
     * A statement begins.
     *
     * @param bytes by how much it has moved since the last pass: what comes behind it will have moved, too
     */
    void drift(int bytes) {
        drift = bytes;
    }

    /** {@return whether this pass puts out the result} */
    public boolean isLast() {
        return last;
    }

    /**
     * Says where the program begins.
     *
     * @param address its first instruction
     */
    public void entry(int address) {
        entry = OptionalInt.of(address);
    }

    Map<String, Symbol> symbols() {
        return symbols;
    }

    Program program() {
        Map<String, Integer> values = new LinkedHashMap<>();
        symbols.forEach((name, s) -> values.put(name, s.value));
        return new Program(chunks, values, entry);
    }
}
