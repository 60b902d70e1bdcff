package org.polyvisor.isa.s370.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes a case: at first supervisor state, key 0, program mask and condition code 0, everything masked off, registers that nobody cares about.
 */
public final class CaseBuilder {
    /** Where the instruction is if nothing else is said. */
    public static final int CODE = CaseStorage.FIRST + CaseStorage.BLOCK;

    private final String row;
    private final int[] registers = new int[16];
    private final byte[] keys = new byte[CaseStorage.BLOCKS];
    private final List<StoragePiece> storage = new ArrayList<>();
    private int address = CODE;
    private int systemMask;
    private int key;
    private boolean problem;
    private int conditionCode;
    private int programMask;
    private int monitorMasks;

    /** Begins a case. @param row its mnemonic */
    public CaseBuilder(String row) {
        this.row = row;
        Arrays.setAll(registers, VectorFile::register);
    }

    /** {@return this} @param digits the instruction, and perhaps more, in hexadecimal: at the instruction address */
    public CaseBuilder code(String digits) {
        return code(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    /** {@return this} @param bytes the instruction, and perhaps more: at the instruction address */
    public CaseBuilder code(byte[] bytes) {
        return put(address, bytes);
    }

    /** {@return this} @param where the instruction address; to be called before {@link #code} */
    public CaseBuilder at(int where) {
        address = where & 0xff_ffff;
        return this;
    }

    /** {@return this} @param n a general register @param value its contents */
    public CaseBuilder register(int n, int value) {
        registers[n] = value;
        return this;
    }

    /** {@return what a general register will hold} @param n its number */
    public int register(int n) {
        return registers[n];
    }

    /** {@return this} @param where an address @param bytes what is there */
    public CaseBuilder put(int where, byte[] bytes) {
        storage.add(new StoragePiece(where & 0xff_ffff, bytes.clone()));
        return this;
    }

    /** {@return this} @param where an address @param digits what is there, in hexadecimal */
    public CaseBuilder put(int where, String digits) {
        storage.add(StoragePiece.of(where, digits));
        return this;
    }

    /**
     * {@return this}
     *
     * @param block number of a 2K block of the case areas
     * @param value its storage key: access control, fetch protection, 0, 0, 0
     */
    public CaseBuilder blockKey(int block, int value) {
        keys[block] = (byte) value;
        return this;
    }

    /** {@return this} @param value the protection key of the program */
    public CaseBuilder key(int value) {
        key = value;
        return this;
    }

    /** {@return this} @param value bits 0 to 7 of the PSW */
    public CaseBuilder systemMask(int value) {
        systemMask = value;
        return this;
    }

    /** {@return this, in problem state} */
    public CaseBuilder problem() {
        problem = true;
        return this;
    }

    /** {@return this} @param value the condition code */
    public CaseBuilder conditionCode(int value) {
        conditionCode = value;
        return this;
    }

    /** {@return this} @param value the four bits of the program mask: 8 is fixed-point overflow */
    public CaseBuilder programMask(int value) {
        programMask = value;
        return this;
    }

    /** {@return this} @param value control register 8 */
    public CaseBuilder monitorMasks(int value) {
        monitorMasks = value;
        return this;
    }

    /** {@return the case} */
    public HerculesCase build() {
        long psw = (long) systemMask << 56 | (long) key << 52 | (problem ? 1L << 48 : 0) | (long) conditionCode << 28
                | (long) programMask << 24 | address;
        return new HerculesCase(row, psw, registers.clone(), monitorMasks, keys.clone(), storage);
    }
}
