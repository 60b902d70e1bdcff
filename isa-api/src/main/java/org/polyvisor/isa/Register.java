package org.polyvisor.isa;

/**
 * One register of an architecture. Flags and condition codes are registers like any other.
 *
 * @param name as the manual names it, in lower case
 * @param bits width, 1 to 32, or 64
 * @param kind who may see it
 * @param keyed whether it is constant inside decoded code: part of the key under which code is kept, folded when an instruction
 *     is decoded. A keyed supervisor register is a mode register (privilege level, code size); keep these few and small
 * @param slot where it lives in the register frame
 * @param group number of the group of flags it belongs to, or −1
 */
public record Register(String name, int bits, Kind kind, boolean keyed, int slot, int group) {

    /** Who may see a register. */
    public enum Kind {
        /** Part of what a user program may see and change. */
        USER,
        /** State of the resources: touching it without a privilege check makes an instruction sensitive. */
        SUPERVISOR,
        /** Parameters of an interruption under delivery; no instruction sees it. */
        HIDDEN
    }

    /** {@return whether touching it without a privilege check makes an instruction sensitive} */
    public boolean sensitive() {
        return kind == Kind.SUPERVISOR;
    }

    /** Cheap, since registers are the keys of what a meaning sets. */
    @Override
    public int hashCode() {
        return slot;
    }

    @Override
    public String toString() {
        return name;
    }
}
