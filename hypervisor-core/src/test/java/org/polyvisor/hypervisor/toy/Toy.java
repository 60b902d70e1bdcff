package org.polyvisor.hypervisor.toy;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.polyvisor.isa.Access;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.InterruptionClass;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.Route;
import org.polyvisor.isa.Register;
import org.polyvisor.isa.RegisterFile;
import org.polyvisor.isa.Supervision;
import org.polyvisor.isa.Translation;
import org.polyvisor.isa.code.Argument;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.Encoding;
import org.polyvisor.isa.code.Format;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Meaning;
import org.polyvisor.isa.code.Prefixes;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/**
 * A tiny instruction set for tests of the core: four bytes an instruction (operation, register a and b, immediate of 16 bits,
 * little-endian), eight registers, two groups of flags, user and supervisor state, one address space a value of {@code space}.
 */
public final class Toy {
    private static final RegisterFile FILE = new RegisterFile();
    public static final Register[] R = FILE.bank(32, IntStream.range(0, 8).mapToObj(i -> "r" + i).toArray(String[]::new));
    public static final Register C = FILE.flags(1, "c")[0];
    private static final Register[] ZN = FILE.flags(1, "z", "n");
    public static final Register Z = ZN[0];
    public static final Register N = ZN[1];
    public static final Register USER = FILE.mode("user", 1);
    public static final Register MASK = FILE.supervisor("mask", 8);
    public static final Register WAIT = FILE.supervisor("wait", 1);
    public static final Register SAVED = FILE.supervisor("saved", 32);
    public static final Register CAUSE = FILE.supervisor("cause", 32);
    public static final Register SPACE = FILE.supervisor("space", 8);

    public static final InterruptionClass PROGRAM = new InterruptionClass("program", 0);
    public static final InterruptionClass CALL = new InterruptionClass("call", 1);
    public static final InterruptionClass DEVICE = new InterruptionClass("device", 2);
    public static final int UNDEFINED = 1;
    public static final int PRIVILEGED = 2;
    public static final int ABSENT = 3;
    public static final int ZERO_DIVIDE = 4;
    public static final int OVERFLOW = 5;

    /** Pages from here on are absent, whatever is installed. */
    public static final int LIMIT = 0x8000;

    static {
        FILE.lowered(USER, 1);
    }

    private record Field(String text, int number) implements Argument {
        @Override
        public String toString() {
            return text;
        }
    }

    private static final class Fields implements Format {
        @Override
        public List<Argument> decode(Code code) {
            code.skip(1);
            int r = code.u8();
            short k = (short) code.u16le();
            return List.of(new Field("r" + (r >> 4 & 7), r >> 4 & 7), new Field("r" + (r & 7), r & 7), new Field("" + k, k));
        }

        @Override
        public Operand operand(Semantics s, Instruction i, int n) {
            int number = ((Field) i.argument(n)).number;
            return n == 2 ? new Operand.Immediate(Value.immediate(number, 32)) : new Operand.Whole(s, R[number]);
        }

        @Override
        public byte[] encode(Instruction i, Mode mode) {
            int[] f = i.arguments().stream().mapToInt(a -> ((Field) a).number).toArray();
            return new byte[] {(byte) (i.row().match() >>> 24), (byte) (f[0] << 4 | f[1]), (byte) f[2], (byte) (f[2] >> 8)};
        }

        @Override
        public Instruction random(Row row, int pc, Mode mode, RandomGenerator r) {
            return instruction(row, r.nextInt(8), r.nextInt(8), (short) r.nextInt());
        }

        @Override
        public List<byte[]> samples(Row row, Mode mode) {
            return List.of(encode(instruction(row, 1, 2, 16), mode));
        }
    }

    private static final Format FIELDS = new Fields();

    private static Instruction instruction(Row row, int a, int b, int k) {
        return new Instruction(row, 0, 4, Prefixes.NONE, List.of(new Field("r" + a, a), new Field("r" + b, b), new Field("" + k, k)));
    }

    static Row row(int operation, String mnemonic, Meaning.M3 m) {
        return new Row(0xff00_0000, operation << 24, Integer.toHexString(operation), mnemonic, mnemonic, "toy", FIELDS, Meaning.of(m));
    }

    private static final List<Row> ROWS = ToyInstructions.rows();

    private static final Supervision SUPERVISION = new Supervision() {
        @Override
        public Value open(Semantics s) {
            return s.get(MASK).zx(64);
        }

        @Override
        public Value waiting(Semantics s) {
            return s.get(WAIT);
        }

        @Override
        public Value space(Semantics s) {
            return s.get(SPACE).zx(64);
        }

        @Override
        public Translation walk(Machine m, int address, Access access, Route route) {
            if (address < 0 || address >= LIMIT) return new Translation.Refused(new Interruption(PROGRAM, ABSENT, 0, address, 0));
            return new Translation.Page((address ^ (int) m.get(SPACE) << 12) >>> 10, true);
        }

        @Override
        public void deliver(Semantics s, InterruptionClass type, int code, Cause cause) {
            s.set(SAVED, cause.at());
            s.set(CAUSE, type.number() << 8 | code);
            s.set(USER, 0);
            s.set(WAIT, 0);
            s.set(MASK, 0);
            s.jump(Value.of(0x100, 32));
        }

        @Override
        public Interruption escalate(Interruption first, Interruption second) {
            return null;
        }
    };

    private static final Row UNDEFINED_ROW = row(0, "?", (s, a, b, k) -> s.trap(PROGRAM, UNDEFINED));

    private static final Encoding ENCODING = new Encoding() {
        @Override
        public Row undefined() {
            return UNDEFINED_ROW;
        }

        @Override
        public byte[] modify(byte[] target, int modifier) {
            target[1] |= (byte) modifier;
            return target;
        }
    };

    public static final Architecture ARCHITECTURE = architecture(ROWS);
    /** The same without what shows or changes the state behind the supervisor's back. */
    public static final Architecture TAME = architecture(ROWS.stream().filter(r -> !List.of("GETM", "GETU", "WAITT").contains(r.mnemonic()))
            .toList());

    private static Architecture architecture(List<Row> rows) {
        return new Architecture(new Architecture.Declaration("toy", "toy", FILE, ByteOrder.LITTLE_ENDIAN, 10, 32, rows, ENCODING,
                i -> i.row().mnemonic() + " " + i.arguments(), List.of(PROGRAM, CALL, DEVICE),
                s -> s.when(s.get(USER).ne(0), () -> s.trap(PROGRAM, PRIVILEGED)), SUPERVISION));
    }

    /** Assembles {@code "ADDI 1 0 -5"}: operation, register a, register b, immediate. */
    public static byte[] assemble(String... lines) {
        byte[] out = new byte[4 * lines.length];
        for (int i = 0; i < lines.length; i++) {
            String[] w = (lines[i] + " 0 0 0").split(" ");
            Row row = ROWS.stream().filter(r -> r.mnemonic().equals(w[0])).findFirst().orElseThrow();
            int[] f = IntStream.range(1, 4).map(n -> Integer.decode(w[n])).toArray();
            byte[] b = {(byte) (row.match() >>> 24), (byte) (f[0] << 4 | f[1]), (byte) f[2], (byte) (f[2] >> 8)};
            System.arraycopy(b, 0, out, 4 * i, 4);
        }
        return out;
    }

    public static Map<String, Row> byName() {
        Map<String, Row> m = new java.util.LinkedHashMap<>();
        ROWS.forEach(r -> m.put(r.mnemonic(), r));
        return m;
    }

    private Toy() {}
}
