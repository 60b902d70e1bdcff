package org.polyvisor.isa.x86lite.code;

import java.util.List;
import java.util.random.RandomGenerator;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;
import org.polyvisor.isa.x86lite.state.Registers;
import org.polyvisor.isa.x86lite.state.Segment;

/** From arguments to operands, and arguments made up. */
final class Operands {
    private Operands() {}

    private static final List<Integer> EDGES = List.of(0, 1, 2, 7, 8, 15, 16, 31, 32, 127, 128, 255, -1, -128, 0x7fff, 0x8000,
            0x7fff_ffff, 1 << 31);

    static Operand of(Semantics s, OperandKind k, X86Argument argument, InstructionPrefixes p) {
        return switch (argument) {
            case X86Argument.General g -> PartialRegister.of(s, g.number(), g.bits());
            case X86Argument.SegmentName n -> new Operand.Whole(s, Registers.SEGMENTS.get(n.number()).selector());
            case X86Argument.Control c -> new Operand.Whole(s, control(c.number()));
            case X86Argument.Debug d -> new Operand.Whole(s, debug(d.number()));
            case X86Argument.Memory m -> {
                Segment segment = segment(p, m.stack() ? Registers.SS : Registers.DS);
                yield StorageOperand.of(s, segment, m, k.storageBits(p.operandBits()) / 8, p.operandBits());
            }
            case X86Argument.Pointed m -> pointed(s, m, p, k.bits(p.operandBits()));
            case X86Argument.Immediate _ when k == OperandKind.ONE -> new Operand.Immediate(Value.of(1, 8));
            case X86Argument.Immediate i -> new Operand.Immediate(Value.immediate(i.value(), i.bits()));
            case X86Argument.Target t -> new Operand.Immediate(Value.immediate(t.offset(), p.operandBits()));
            case X86Argument.Far f -> new FarOperand(Value.immediate(f.selector(), 16), Value.immediate(f.offset(), f.bits()));
        };
    }

    private static Operand pointed(Semantics s, X86Argument.Pointed m, InstructionPrefixes p, int bits) {
        return switch (m.pointer()) {
            case 3 -> StorageOperand.entry(s, segment(p, Registers.DS), m.bits());
            case 6 -> new PointedOperand(s, segment(p, Registers.DS), Registers.ESI, m.bits(), bits);
            default -> new PointedOperand(s, Registers.ES, Registers.EDI, m.bits(), bits);
        };
    }

    private static Segment segment(InstructionPrefixes p, Segment usual) {
        return p.segment() < 0 ? usual : Registers.SEGMENTS.get(p.segment());
    }

    private static Register control(int number) {
        return switch (number) {
            case 0 -> Registers.CR0;
            case 2 -> Registers.CR2;
            case 3 -> Registers.CR3;
            default -> Registers.CR4;
        };
    }

    /** DR4 and DR5 are other names for DR6 and DR7; SDM volume 3, 17.2.2. */
    private static Register debug(int number) {
        return number < 4 ? Registers.BREAKPOINTS.get(number) : (number & 1) == 0 ? Registers.DR6 : Registers.DR7;
    }

    /** {@return an argument that shows what a row can do} */
    static X86Argument sample(OperandKind k, InstructionPrefixes p, boolean memory) {
        int bits = k.bits(p.operandBits());
        return switch (k.place) {
            case RM, MEMORY -> memory ? new X86Argument.Memory(p.addressBits() == 16 ? 3 : 1, -1, 0, 0, p.addressBits())
                    : new X86Argument.General(1, bits);
            case RM_REGISTER, REG -> new X86Argument.General(1, bits);
            case SEGMENT -> new X86Argument.SegmentName(3);
            case CONTROL -> new X86Argument.Control(0);
            case DEBUG -> new X86Argument.Debug(0);
            case OFFSET -> new X86Argument.Memory(-1, -1, 0, 0x100, p.addressBits());
            case IMMEDIATE8, IMMEDIATE16, IMMEDIATE -> new X86Argument.Immediate(1, bits);
            case FIXED -> k.fixed(p.operandBits());
            case RELATIVE8, RELATIVE -> new X86Argument.Target(0x20);
            case FAR -> new X86Argument.Far(8, 0x100, bits);
            case POINTED -> new X86Argument.Pointed(k.pointer(), p.addressBits());
        };
    }

    /** {@return an argument made up} */
    static X86Argument random(OperandKind k, InstructionPrefixes p, int pc, boolean stored, RandomGenerator random) {
        int bits = k.bits(p.operandBits());
        return switch (k.place) {
            case RM -> stored ? ModRm.random(p.addressBits(), random) : new X86Argument.General(random.nextInt(8), bits);
            case MEMORY -> ModRm.random(p.addressBits(), random);
            case RM_REGISTER, REG -> new X86Argument.General(random.nextInt(8), bits);
            case SEGMENT -> new X86Argument.SegmentName(random.nextInt(6));
            case CONTROL -> new X86Argument.Control(List.of(0, 2, 3, 4).get(random.nextInt(4)));
            case DEBUG -> new X86Argument.Debug(random.nextInt(8));
            case OFFSET -> new X86Argument.Memory(-1, -1, 0, cut(random.nextInt(), p.addressBits()), p.addressBits());
            case IMMEDIATE8 -> new X86Argument.Immediate((byte) number(random), bits);
            case IMMEDIATE16, IMMEDIATE -> new X86Argument.Immediate(cut(number(random), bits), bits);
            case FIXED, POINTED -> sample(k, p, true);
            case RELATIVE8 -> target(pc + random.nextInt(-100, 100), bits);
            case RELATIVE -> target(pc + (random.nextBoolean() ? random.nextInt(-100, 100) : cut(number(random), bits)), bits);
            case FAR -> new X86Argument.Far(random.nextInt(0x1_0000), cut(number(random), bits), bits);
        };
    }

    private static X86Argument.Target target(int offset, int bits) {
        return new X86Argument.Target(bits == 16 ? offset & 0xffff : offset);
    }

    private static int cut(int number, int bits) {
        return bits == 16 ? (short) number : number;
    }

    private static int number(RandomGenerator random) {
        return random.nextBoolean() ? EDGES.get(random.nextInt(EDGES.size())) : random.nextInt();
    }
}
