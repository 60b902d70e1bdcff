package org.polyvisor.guest.compiler;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.isa.assembly.Program;

/**
 * A compiled kernel or program.
 *
 * @param program as the assembler made it
 * @param origin the address of the first byte
 * @param bytes all, from the origin
 * @param entry the address of the first instruction
 * @param listing the instructions of its methods, by address
 * @param text the assembler text, by line
 * @param sizes of its parts
 */
public record GuestImage(Program program, int origin, byte[] bytes, int entry, List<ListingLine> listing, List<String> text, Sizes sizes) {

    /**
     * How large the parts are, in bytes.
     *
     * @param hooks what the port wrote
     * @param code methods, with their constants
     * @param data static variables and objects
     * @param stack how much stack it needs, in addresses; −1: there is no bound, because methods call themselves
     * @param methods each method, by {@code Class.name}, in the order of the code
     */
    public record Sizes(int hooks, int code, int data, int stack, Map<String, Integer> methods) {}

    /**
     * {@return the instruction at an address}
     *
     * @param address of its first or any other byte
     */
    public Optional<ListingLine> at(int address) {
        return listing.stream().filter(l -> l.address() <= address && address < l.address() + l.length()).findFirst();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof GuestImage i && origin == i.origin && Arrays.equals(bytes, i.bytes) && text.equals(i.text);
    }

    @Override
    public int hashCode() {
        return origin * 31 + Arrays.hashCode(bytes);
    }
}
