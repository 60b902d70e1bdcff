package org.polyvisor.isa.x86lite.code;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.code.Argument;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.code.Format;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.x86lite.code.OperandKind.Place;

/**
 * How the operands of a row lie behind its opcode; SDM volume 2, 2.1.
 *
 * @param opcode opcode bytes
 * @param digit what the middle field of the ModR/M byte must be; −1: it is an operand; −2: there is no such byte
 * @param plusRegister whether the last opcode byte holds a register
 * @param kinds operands in the manual's order
 * @param demands what the row demands of prefixes
 * @param lockable whether LOCK is allowed with a destination in storage
 * @param updates whether the first operand is read and written: in storage, the read demands what the write does
 */
public record SdmFormat(List<Integer> opcode, int digit, boolean plusRegister, List<OperandKind> kinds, Demands demands, boolean lockable,
        boolean updates) implements Format {

    private static final int NO_MODRM = -2;

    /**
     * What a row demands of prefixes.
     *
     * @param operandBits the operand size, or 0
     * @param addressBits the address size, or 0
     * @param repeat the repeat prefix, or null if it does not matter
     */
    public record Demands(int operandBits, int addressBits, Repeat repeat) {
        boolean met(InstructionPrefixes p) {
            return (operandBits == 0 || operandBits == p.operandBits()) && (addressBits == 0 || addressBits == p.addressBits())
                    && (repeat == null || repeat == p.repeat());
        }

        InstructionPrefixes apply(InstructionPrefixes p) {
            InstructionPrefixes q = operandBits == 0 ? p : p.operand(operandBits);
            q = addressBits == 0 ? q : q.address(addressBits);
            return repeat == null ? q : q.repeat(repeat);
        }
    }

    private boolean modRm() {
        return digit != NO_MODRM;
    }

    private boolean has(Place place) {
        return kinds.stream().anyMatch(k -> k.place == place);
    }

    /** {@return whether the ModR/M byte names a register whatever its mod field says} */
    private boolean registersOnly() {
        return has(Place.RM_REGISTER);
    }

    /** {@return whether the operand size makes a difference} */
    public boolean sized() {
        return demands.operandBits == 0 && kinds.stream().anyMatch(OperandKind::sized);
    }

    /** {@return whether an operand may lie in storage} */
    public boolean addresses() {
        return kinds.stream().anyMatch(k -> k.rm() || k.place == Place.OFFSET || k.place == Place.POINTED);
    }

    @Override
    public boolean accepts(Code code) {
        if (!demands.met(InstructionPrefixes.of(code))) return false;
        if (plusRegister) return opcode.getLast() != 0x90 || code.peek(0) != 0x90;
        if (!modRm()) return true;
        int b = code.peek(opcode.size()), reg = b >> 3 & 7;
        if (has(Place.MEMORY) && b >> 6 == 3) return false;
        if (has(Place.SEGMENT)) return reg < 6 && !(kinds.getFirst() == OperandKind.SREG && reg == 1);
        return !has(Place.CONTROL) || reg == 0 || reg >= 2 && reg <= 4;
    }

    /**
     * {@return whether LOCK is allowed here}
     *
     * @param code read to the end of the instruction
     */
    boolean locks(Code code) {
        return lockable && code.peek(opcode.size()) >> 6 != 3;
    }

    @Override
    public List<Argument> decode(Code code) {
        InstructionPrefixes p = InstructionPrefixes.of(code);
        code.skip(opcode.size());
        int low = plusRegister ? code.peek(opcode.size() - 1) & 7 : 0;
        ModRm m = modRm() ? ModRm.read(code, p.addressBits(), registersOnly()) : new ModRm(3, low, low, null);
        List<Argument> arguments = new ArrayList<>(kinds.size());
        for (OperandKind k : kinds) arguments.add(argument(k, m, p, code));
        return arguments;
    }

    private static Argument argument(OperandKind k, ModRm m, InstructionPrefixes p, Code code) {
        int bits = k.bits(p.operandBits());
        return switch (k.place) {
            case RM -> m.memory() != null ? m.memory() : new X86Argument.General(m.rm(), bits);
            case MEMORY -> m.memory();
            case RM_REGISTER -> new X86Argument.General(m.rm(), bits);
            case REG -> new X86Argument.General(m.reg(), bits);
            case SEGMENT -> new X86Argument.SegmentName(m.reg());
            case CONTROL -> new X86Argument.Control(m.reg());
            case DEBUG -> new X86Argument.Debug(m.reg());
            case OFFSET -> new X86Argument.Memory(-1, -1, 0, p.addressBits() == 16 ? (short) code.u16le() : code.s32le(), p.addressBits());
            case IMMEDIATE8 -> new X86Argument.Immediate(code.s8(), bits);
            case IMMEDIATE16 -> new X86Argument.Immediate((short) code.u16le(), 16);
            case IMMEDIATE -> new X86Argument.Immediate(number(code, bits), bits);
            case FIXED -> k.fixed(p.operandBits());
            case RELATIVE8 -> target(code.s8(), code, bits);
            case RELATIVE -> target(number(code, bits), code, bits);
            case FAR -> {
                int offset = number(code, bits);
                yield new X86Argument.Far(code.u16le(), offset, bits);
            }
            case POINTED -> new X86Argument.Pointed(k.pointer(), p.addressBits());
        };
    }

    private static int number(Code code, int bits) {
        return bits == 16 ? (short) code.u16le() : code.s32le();
    }

    private static X86Argument.Target target(int distance, Code code, int bits) {
        int to = code.pc() + code.length() + distance;
        return new X86Argument.Target(bits == 16 ? to & 0xffff : to);
    }

    @Override
    public Operand operand(Semantics s, Instruction i, int n) {
        Operand o = Operands.of(s, kinds.get(n), (X86Argument) i.argument(n), InstructionPrefixes.of(i));
        return updates && n == 0 && o instanceof StorageOperand m ? m.updated() : o;
    }

    @Override
    public byte[] encode(Instruction i, Mode mode) throws EncodingException {
        InstructionPrefixes p = i.prefixes() instanceof InstructionPrefixes given ? given : demands.apply(InstructionPrefixes.none(mode));
        if (!demands.met(p)) throw new EncodingException(i.row() + " does not go with " + p);
        if (i.arguments().size() != kinds.size()) throw new EncodingException(i.row() + " has " + kinds.size() + " operands");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        p.write(out, mode);
        OperandWriter w = new OperandWriter(out, i, p);
        for (int n = 0; n < kinds.size(); n++) w.fields(kinds.get(n), (X86Argument) i.argument(n));
        opcode.subList(0, opcode.size() - 1).forEach(out::write);
        out.write(opcode.getLast() | (plusRegister ? w.reg() : 0));
        if (modRm()) w.modRm(digit);
        for (int n = 0; n < kinds.size(); n++) w.constants(kinds.get(n), (X86Argument) i.argument(n));
        return out.toByteArray();
    }

    /**
     * What must stand before an instruction with these operands.
     *
     * @param arguments its operands
     * @param mode contents of the keyed registers
     * @return sizes as the operands or the row demand, no segment override, no LOCK
     */
    public InstructionPrefixes prefixes(List<Argument> arguments, Mode mode) {
        InstructionPrefixes p = InstructionPrefixes.none(mode);
        for (int n = 0; n < Math.min(kinds.size(), arguments.size()); n++) {
            if (arguments.get(n) instanceof X86Argument.General g && kinds.get(n).sized()) p = p.operand(g.bits());
            if (arguments.get(n) instanceof X86Argument.Memory m) p = p.address(m.bits());
            if (arguments.get(n) instanceof X86Argument.Pointed m) p = p.address(m.bits());
            if (arguments.get(n) instanceof X86Argument.Far f) p = p.operand(f.bits());
        }
        return demands.apply(p);
    }

    @Override
    public Instruction random(Row row, int pc, Mode mode, RandomGenerator random) {
        boolean chosen = has(Place.RM) && random.nextBoolean(), stored = chosen || has(Place.MEMORY) || has(Place.OFFSET);
        InstructionPrefixes p = InstructionPrefixes.none(mode);
        if (sized() && random.nextInt(3) == 0 && !(stored && kinds.stream().allMatch(k -> !k.sized() || k == OperandKind.R_M16)))
            p = p.operand(48 - p.operandBits());
        if ((stored || has(Place.POINTED)) && random.nextInt(8) == 0) p = p.address(48 - p.addressBits());
        if ((stored || kinds.stream().anyMatch(OperandKind::overridable)) && random.nextInt(8) == 0) p = p.segment(random.nextInt(6));
        p = demands.apply(p);
        List<Argument> arguments = new ArrayList<>();
        for (OperandKind k : kinds) arguments.add(Operands.random(k, p, pc, chosen, random));
        if (kinds.isEmpty()) return new Instruction(row, pc, 0, p, arguments);
        if (plusRegister && opcode.getLast() == 0x90 && ((X86Argument.General) arguments.getFirst()).number() == 0)
            arguments.set(0, new X86Argument.General(1 + random.nextInt(7), p.operandBits()));
        if (kinds.getFirst() == OperandKind.SREG && arguments.getFirst().equals(new X86Argument.SegmentName(1)))
            arguments.set(0, new X86Argument.SegmentName(3));
        return new Instruction(row, pc, 0, lockable && stored && random.nextInt(8) == 0 ? p.lock(true) : p, arguments);
    }

    @Override
    public List<byte[]> samples(Row row, Mode mode) {
        List<byte[]> samples = new ArrayList<>();
        InstructionPrefixes none = demands.apply(InstructionPrefixes.none(mode));
        for (boolean memory : kinds.stream().anyMatch(k -> k.place == Place.RM) ? new boolean[] {false, true} : new boolean[] {true})
            for (int bits : sized() ? new int[] {none.operandBits(), 48 - none.operandBits()} : new int[] {none.operandBits()})
                samples.add(sample(row, mode, none.operand(bits), memory));
        return samples;
    }

    private byte[] sample(Row row, Mode mode, InstructionPrefixes p, boolean memory) {
        List<Argument> arguments = new ArrayList<>();
        for (OperandKind k : kinds) arguments.add(Operands.sample(k, p, memory));
        try {
            return encode(new Instruction(row, 0, 0, p, arguments), mode);
        } catch (EncodingException e) {
            throw new IllegalStateException(row + " cannot encode its own sample", e);
        }
    }
}
