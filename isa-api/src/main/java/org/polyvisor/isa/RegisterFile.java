package org.polyvisor.isa;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The registers an architecture declares. Each gets a slot in the register frame, an array of {@code long}, in the order of
 * declaration; the program counter is slot 0.
 */
public final class RegisterFile {
    private final List<Register> all = new ArrayList<>();
    private final List<List<Register>> groups = new ArrayList<>();
    private final Map<Register, Integer> shifts = new LinkedHashMap<>();
    private final Map<Register, Long> lowered = new LinkedHashMap<>();
    private final Set<Register> passed = new LinkedHashSet<>();
    private int modeBits;

    private final Register pc = user("pc", 32);
    private final Register interruptionDetail = add("interruption-detail", 32, Register.Kind.HIDDEN, false, -1);
    private final Register interruptionAddress = add("interruption-address", 32, Register.Kind.HIDDEN, false, -1);
    private final Register interruptionLength = add("interruption-length", 32, Register.Kind.HIDDEN, false, -1);

    /** Makes a file with a program counter and the parameters of interruptions. */
    public RegisterFile() {}

    /** {@return the program counter: address of the next instruction, 32 bits} */
    public Register pc() {
        return pc;
    }

    /** {@return what {@link Interruption#detail} says of the interruption under delivery} */
    public Register interruptionDetail() {
        return interruptionDetail;
    }

    /** {@return what {@link Interruption#address} says of the interruption under delivery} */
    public Register interruptionAddress() {
        return interruptionAddress;
    }

    /** {@return what {@link Interruption#length} says of the interruption under delivery} */
    public Register interruptionLength() {
        return interruptionLength;
    }

    // ---- declarations

    /**
     * {@return a new register that a user program may see and change}
     *
     * @param name its name
     * @param bits its width
     */
    public Register user(String name, int bits) {
        return add(name, bits, Register.Kind.USER, false, -1);
    }

    /**
     * {@return a new keyed user register, such as a trap mask}
     *
     * @param name its name
     * @param bits its width
     */
    public Register userMode(String name, int bits) {
        return add(name, bits, Register.Kind.USER, true, -1);
    }

    /**
     * {@return a new register of the supervisor's}
     *
     * @param name its name
     * @param bits its width
     */
    public Register supervisor(String name, int bits) {
        return add(name, bits, Register.Kind.SUPERVISOR, false, -1);
    }

    /**
     * {@return a new mode register: supervisor state that is constant inside decoded code}
     *
     * @param name its name
     * @param bits its width
     */
    public Register mode(String name, int bits) {
        return add(name, bits, Register.Kind.SUPERVISOR, true, -1);
    }

    /**
     * {@return new user registers of one width}
     *
     * @param bits their width
     * @param names their names
     */
    public Register[] bank(int bits, String... names) {
        return Stream.of(names).map(n -> user(n, bits)).toArray(Register[]::new);
    }

    /**
     * User registers that instructions write all together and programs seldom read: a hint to compute them late, which changes
     * no meaning.
     *
     * @param bits their width
     * @param names their names
     * @return the new registers
     */
    public Register[] flags(int bits, String... names) {
        int g = groups.size();
        Register[] flags = Stream.of(names).map(n -> add(n, bits, Register.Kind.USER, false, g)).toArray(Register[]::new);
        groups.add(List.of(flags));
        return flags;
    }

    /**
     * Declares what a supervisor register holds while a guest runs in user state under a hypervisor, the guest's own value being
     * held aside; 0 where nothing is declared. It is also the policy under which conditional privilege is judged.
     *
     * @param r a register of the supervisor's
     * @param value what it holds
     * @return {@code r}
     */
    public Register lowered(Register r, long value) {
        lowered.put(r, value);
        return r;
    }

    /**
     * Declares that a supervisor register holds the guest's own value while a guest runs in user state under a hypervisor: the
     * host keeps it so. An instruction that only reads such registers is harmless under that condition.
     *
     * @param r a register of the supervisor's
     * @return {@code r}
     */
    public Register passed(Register r) {
        passed.add(r);
        return r;
    }

    private Register add(String name, int bits, Register.Kind kind, boolean keyed, int group) {
        if (bits < 1 || bits > 64 || bits > 32 && bits < 64)
            throw new IllegalArgumentException("register " + name + " of " + bits + " bits: a register has 1 to 32 or 64 bits");
        Register r = new Register(name, bits, kind, keyed, all.size(), group);
        all.add(r);
        if (keyed) {
            if (modeBits + bits > 31) throw new IllegalArgumentException("register " + name + ": keyed registers have at most 31 bits together");
            shifts.put(r, modeBits);
            modeBits += bits;
        }
        return r;
    }

    // ---- questions

    /** {@return how many slots the registers take} */
    public int size() {
        return all.size();
    }

    /**
     * {@return the register of a slot}
     *
     * @param slot 0 to {@link #size()} − 1
     */
    public Register at(int slot) {
        return all.get(slot);
    }

    /** {@return all registers by slot} */
    public List<Register> all() {
        return Collections.unmodifiableList(all);
    }

    /**
     * {@return the register of this name, if there is one}
     *
     * @param name its name
     */
    public Optional<Register> named(String name) {
        return all.stream().filter(r -> r.name().equals(name)).findFirst();
    }

    /** {@return the groups of flags} */
    public List<List<Register>> groups() {
        return Collections.unmodifiableList(groups);
    }

    /** {@return the keyed registers} */
    public List<Register> keyed() {
        return List.copyOf(shifts.keySet());
    }

    /** {@return what each supervisor register holds while a guest runs in user state} */
    public Map<Register, Long> lowered() {
        Map<Register, Long> m = new LinkedHashMap<>();
        all.stream().filter(r -> r.sensitive() && !passed.contains(r)).forEach(r -> m.put(r, lowered.getOrDefault(r, 0L)));
        return m;
    }

    /** {@return the supervisor registers that hold the guest's own values while a guest runs in user state} */
    public Set<Register> passed() {
        return Collections.unmodifiableSet(passed);
    }

    /**
     * {@return where a keyed register lies in the mode word}
     *
     * @param r a keyed register
     */
    int shift(Register r) {
        Integer s = shifts.get(r);
        if (s == null) throw new IllegalArgumentException(r + " is not a keyed register");
        return s;
    }

    /**
     * {@return the mode that a word describes}
     *
     * @param word the keyed registers' contents, packed in the order of declaration
     */
    public Mode mode(int word) {
        return new Mode(this, word);
    }

    /**
     * {@return the mode that register contents make}
     *
     * @param frame register contents by slot
     */
    public Mode mode(long[] frame) {
        return new Mode(this, modeWord(frame));
    }

    /**
     * {@return the keyed registers' contents, packed}
     *
     * @param frame register contents by slot
     */
    public int modeWord(long[] frame) {
        int word = 0;
        for (Map.Entry<Register, Integer> e : shifts.entrySet()) word |= (int) frame[e.getKey().slot()] << e.getValue();
        return word;
    }
}
