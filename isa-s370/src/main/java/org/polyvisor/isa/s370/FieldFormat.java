package org.polyvisor.isa.s370;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.code.Argument;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.EncodingException;
import org.polyvisor.isa.code.Format;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Prefixes;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;

/**
 * An instruction format; GA22-7000, "Instruction Formats".
 *
 * @param length in bytes: 2, 4 or 6
 * @param fields the operands in the order in which the assembler writes them
 */
record FieldFormat(int length, List<Field> fields) implements Format {

    @Override
    public List<Argument> decode(Code code) {
        List<Argument> arguments = new ArrayList<>(fields.size());
        for (Field f : fields) arguments.add(f.decode(code));
        code.peek(length - 1);
        code.skip(length);
        return arguments;
    }

    @Override
    public Operand operand(Semantics s, Instruction i, int n) {
        return fields.get(n).operand(s, i.argument(n));
    }

    @Override
    public byte[] encode(Instruction i, Mode mode) throws EncodingException {
        if (i.arguments().size() != fields.size())
            throw new EncodingException(i.row().mnemonic() + " takes " + fields.size() + " operands, not " + i.arguments().size());
        byte[] code = new byte[length];
        for (int n = 0; n < Math.min(4, length); n++) code[n] = (byte) (i.row().match() >>> 24 - 8 * n);
        for (int n = 0; n < fields.size(); n++) fields.get(n).encode(code, i.argument(n));
        return code;
    }

    @Override
    public Instruction random(Row row, int pc, Mode mode, RandomGenerator random) {
        return new Instruction(row, pc, length, Prefixes.NONE, fields.stream().map(f -> f.random(random)).toList());
    }

    @Override
    public List<byte[]> samples(Row row, Mode mode) {
        byte[] sample = {(byte) (row.match() >>> 24), 0x02, 0x30, 0x10, 0x40, 0x20};
        if ((row.mask() >>> 16 & 0xff) != 0) sample[1] = (byte) (row.match() >>> 16);
        byte[] other = sample.clone();
        if ((row.mask() >>> 16 & 0xff) == 0) other[1] = 0x48;
        return List.of(java.util.Arrays.copyOf(sample, length), java.util.Arrays.copyOf(other, length));
    }
}
