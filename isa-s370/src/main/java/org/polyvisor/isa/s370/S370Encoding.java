package org.polyvisor.isa.s370;

import static org.polyvisor.isa.s370.Interruptions.*;

import java.util.List;
import java.util.random.RandomGenerator;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.code.Argument;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.Encoding;
import org.polyvisor.isa.code.Format;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Meaning;
import org.polyvisor.isa.code.Prefixes;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;

/** Lengths of instructions, and bytes that are none; GA22-7000, "Program Execution". */
final class S370Encoding implements Encoding {

    /** The two leftmost bits of an operation code tell the length, whether the code is assigned or not. */
    private static final class Unassigned implements Format {
        private final int fixed;

        Unassigned(int fixed) {
            this.fixed = fixed;
        }

        @Override
        public List<Argument> decode(Code code) {
            int n = fixed;
            if (n == 0) {
                n = length(code.peek(0));
                for (int i = 2; i < n; i += 2) code.peek(i);
            }
            code.skip(n);
            return List.of();
        }

        @Override
        public Operand operand(Semantics s, Instruction i, int n) {
            throw new IllegalStateException("an unassigned operation has no operands");
        }

        @Override
        public byte[] encode(Instruction i, Mode mode) {
            return new byte[] {0, 0};
        }

        @Override
        public Instruction random(Row row, int pc, Mode mode, RandomGenerator random) {
            return new Instruction(row, pc, 2, Prefixes.NONE, List.of());
        }

        @Override
        public List<byte[]> samples(Row row, Mode mode) {
            return List.of(new byte[] {0, 0});
        }
    }

    private final Row undefined = row("operation exception", 0, OPERATION);
    /** Not fetched, so its length is that of no instruction: the instruction-length code counts one halfword. */
    private final Row odd = row("odd instruction address", 2, SPECIFICATION);

    private static Row row(String what, int length, int code) {
        return new Row(0, 0, "", "?", what, "GA22-7000, Interruptions", new Unassigned(length), Meaning.of((Semantics s) -> program(s, code)));
    }

    /** {@return the length of an instruction in bytes} */
    static int length(int operation) {
        return operation < 0x40 ? 2 : operation < 0xc0 ? 4 : 6;
    }

    @Override
    public Row begin(Code code) {
        return code.aligned(2) ? null : odd;
    }

    @Override
    public Row undefined() {
        return undefined;
    }

    /** EXECUTE: bits 24 to 31 of a register are ORed with bits 8 to 15 of the instruction. */
    @Override
    public byte[] modify(byte[] target, int modifier) {
        target[1] |= (byte) modifier;
        return target;
    }
}
