package org.polyvisor.isa.x86lite.code;

import java.io.ByteArrayOutputStream;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.code.Instruction;

/** Writes the operands of one instruction into its code: first the fields are collected, then written where they belong. */
final class OperandWriter {
    private final ByteArrayOutputStream out;
    private final Instruction instruction;
    private final InstructionPrefixes prefixes;
    private int reg;
    private X86Argument rm;

    OperandWriter(ByteArrayOutputStream out, Instruction instruction, InstructionPrefixes prefixes) {
        this.out = out;
        this.instruction = instruction;
        this.prefixes = prefixes;
    }

    int reg() {
        return reg;
    }

    /** Collects what goes into the opcode or the ModR/M byte. */
    void fields(OperandKind k, X86Argument a) throws EncodingException {
        int bits = k.bits(prefixes.operandBits());
        switch (k.place) {
            case RM, RM_REGISTER, MEMORY -> {
                if (!(a instanceof X86Argument.General) && !(a instanceof X86Argument.Memory)) throw misfit(k, a);
                if (a instanceof X86Argument.General g && (k.place == OperandKind.Place.MEMORY || g.bits() != bits)) throw misfit(k, a);
                boolean registers = k.place == OperandKind.Place.RM_REGISTER;
                if (a instanceof X86Argument.Memory m && (registers || m.bits() != prefixes.addressBits())) throw misfit(k, a);
                rm = a;
            }
            case REG -> {
                if (!(a instanceof X86Argument.General g) || g.bits() != bits) throw misfit(k, a);
                reg = g.number();
            }
            case SEGMENT -> {
                if (!(a instanceof X86Argument.SegmentName n)) throw misfit(k, a);
                reg = n.number();
            }
            case CONTROL -> {
                if (!(a instanceof X86Argument.Control c)) throw misfit(k, a);
                reg = c.number();
            }
            case DEBUG -> {
                if (!(a instanceof X86Argument.Debug d)) throw misfit(k, a);
                reg = d.number();
            }
            case FIXED -> {
                if (!a.equals(k.fixed(prefixes.operandBits()))) throw misfit(k, a);
            }
            case POINTED -> {
                if (!a.equals(new X86Argument.Pointed(k.pointer(), prefixes.addressBits()))) throw misfit(k, a);
            }
            default -> { }
        }
    }

    private EncodingException misfit(OperandKind k, X86Argument a) {
        return new EncodingException(instruction.row().syntax() + ": " + a + " is no " + k + " here");
    }

    /** Writes the ModR/M byte and what belongs to it. */
    void modRm(int digit) throws EncodingException {
        int middle = digit >= 0 ? digit : reg;
        switch (rm) {
            case X86Argument.General g -> ModRm.write(out, middle, g.number());
            case X86Argument.Memory m -> ModRm.write(out, middle, m);
            case null, default -> throw new IllegalStateException(instruction.row() + " has no operand for its ModR/M byte");
        }
    }

    /** Writes what stands behind the ModR/M byte. */
    void constants(OperandKind k, X86Argument a) throws EncodingException {
        int bits = k.bits(prefixes.operandBits());
        switch (k.place) {
            case OFFSET -> {
                if (!(a instanceof X86Argument.Memory m) || !m.absolute() || m.bits() != prefixes.addressBits()) throw misfit(k, a);
                number(m.displacement(), m.bits());
            }
            case IMMEDIATE8 -> {
                int v = immediate(k, a, bits);
                if (bits > 8 && v != (byte) v) throw misfit(k, a);
                out.write(v);
            }
            case IMMEDIATE16, IMMEDIATE -> number(immediate(k, a, bits), bits);
            case RELATIVE8 -> {
                int distance = distance(k, a, 1, bits);
                if (distance != (byte) distance) throw new EncodingException(instruction.row().syntax() + ": " + a + " is too far away");
                out.write(distance);
            }
            case RELATIVE -> number(distance(k, a, bits / 8, bits), bits);
            case FAR -> {
                if (!(a instanceof X86Argument.Far f) || f.bits() != bits) throw misfit(k, a);
                number(f.offset(), bits);
                ModRm.word(out, f.selector());
            }
            default -> { }
        }
    }

    /** A constant of this width, given signed or unsigned. */
    private int immediate(OperandKind k, X86Argument a, int bits) throws EncodingException {
        if (!(a instanceof X86Argument.Immediate i)) throw misfit(k, a);
        int v = i.value();
        if (bits < 32 && (v < -1 << bits - 1 || v >= 1 << bits)) throw misfit(k, a);
        return bits == 8 ? (byte) v : bits == 16 ? (short) v : v;
    }

    private int distance(OperandKind k, X86Argument a, int size, int bits) throws EncodingException {
        if (!(a instanceof X86Argument.Target t)) throw misfit(k, a);
        int distance = t.offset() - (instruction.pc() + out.size() + size);
        if (bits == 16 && t.offset() >>> 16 != 0) throw new EncodingException(instruction.row().syntax() + ": " + a + " is beyond 64 KiB");
        return bits == 16 ? (short) distance : distance;
    }

    private void number(int v, int bits) {
        if (bits == 16) ModRm.word(out, v);
        else ModRm.doubleword(out, v);
    }
}
