package org.polyvisor.isa;

/**
 * What interrupts a program, as the architecture's delivery wants to know it.
 *
 * @param type its class
 * @param code what the architecture numbers: interruption code, vector; known when the instruction is decoded
 * @param detail what else there is to say in a word, such as an error code; 0 if nothing
 * @param address the address concerned, such as that of a failed translation; 0 if none
 * @param length of the instruction, in bytes; 0 if no instruction is concerned
 */
public record Interruption(InterruptionClass type, int code, int detail, int address, int length) {

    /**
     * An interruption that concerns no address and no instruction.
     *
     * @param type its class
     * @param code its number
     */
    public Interruption(InterruptionClass type, int code) {
        this(type, code, 0, 0, 0);
    }

    /**
     * {@return the same, caused by an instruction of this length}
     *
     * @param bytes the length
     */
    public Interruption ofLength(int bytes) {
        return new Interruption(type, code, detail, address, bytes);
    }
}
