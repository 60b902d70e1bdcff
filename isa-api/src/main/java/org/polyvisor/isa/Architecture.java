package org.polyvisor.isa;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.polyvisor.isa.assembly.Syntax;
import org.polyvisor.isa.code.Argument;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.Encoding;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.semantics.Op;
import org.polyvisor.isa.semantics.Operand;
import org.polyvisor.isa.semantics.RecordedInstruction;
import org.polyvisor.isa.semantics.Semantics;
import org.polyvisor.isa.semantics.Value;

/** All there is to know about a processor model: registers, instruction table, byte order, supervision. Immutable. */
public final class Architecture {

    /**
     * What is declared of an architecture.
     *
     * @param name the instruction set's name
     * @param model the processor model
     * @param registers its registers
     * @param byteOrder of numbers in storage
     * @param pageBits log2 of the granule of translation and protection, 10 to 16
     * @param addressBits how many bits a storage and instruction address has, up to 32; higher bits are ignored
     * @param rows its instructions
     * @param encoding its code as a whole
     * @param syntax how its instructions are written
     * @param interruptions its classes of interruptions, by number
     * @param privilege what only the supervisor gets past
     * @param supervision its supervisor
     */
    public record Declaration(String name, String model, RegisterFile registers, ByteOrder byteOrder, int pageBits, int addressBits,
            List<Row> rows, Encoding encoding, Syntax syntax, List<InterruptionClass> interruptions, Consumer<Semantics> privilege,
            Supervision supervision) {}

    private final Declaration declared;
    private final Row[][] byFirstByte = new Row[256][];
    private final Set<Register> watched;

    /**
     * Completes what was declared with what follows from it.
     *
     * @param declared the declaration
     */
    public Architecture(Declaration declared) {
        this.declared = declared;
        for (int b = 0; b < 256; b++) {
            int first = b << 24;
            byFirstByte[b] = declared.rows.stream().filter(r -> ((r.match() ^ first) & r.mask() & 0xff00_0000) == 0)
                    .sorted(Comparator.comparing(r -> -Integer.bitCount(r.mask()))).toArray(Row[]::new);
        }
        Set<Register> seen = new HashSet<>();
        for (Value v : List.of(space(), waiting(), open(), fetchBase())) registersOf(v, seen);
        watched = Set.copyOf(seen);
    }

    private void registersOf(Value v, Set<Register> into) {
        if (v.op == Op.READ) into.add(registers().at((int) v.imm));
        for (Value w : new Value[] {v.a, v.b, v.c}) if (w != null) registersOf(w, into);
    }

    // ---- what was declared

    /** {@return all that was declared: where a variant begins, such as one without a check, to see what that changes} */
    public Declaration declaration() {
        return declared;
    }

    /** {@return the instruction set's name} */
    public String name() {
        return declared.name;
    }

    /** {@return the processor model} */
    public String model() {
        return declared.model;
    }

    /** {@return the registers} */
    public RegisterFile registers() {
        return declared.registers;
    }

    /** {@return the byte order of numbers in storage} */
    public ByteOrder byteOrder() {
        return declared.byteOrder;
    }

    /** {@return log2 of the page size: the granule of translation and protection} */
    public int pageBits() {
        return declared.pageBits;
    }

    /** {@return a one in each bit that a storage or instruction address has} */
    public int addressMask() {
        return declared.addressBits == 32 ? -1 : (1 << declared.addressBits) - 1;
    }

    /** {@return the instructions} */
    public List<Row> rows() {
        return declared.rows;
    }

    /** {@return the code as a whole} */
    public Encoding encoding() {
        return declared.encoding;
    }

    /** {@return how instructions are written} */
    public Syntax syntax() {
        return declared.syntax;
    }

    /** {@return the classes of interruptions, by number} */
    public List<InterruptionClass> interruptions() {
        return declared.interruptions;
    }

    /** {@return the supervisor} */
    public Supervision supervision() {
        return declared.supervision;
    }

    // ---- what follows from it

    /** {@return the registers that say what is open, whether the processor waits, and what an address means} */
    public Set<Register> watched() {
        return watched;
    }

    /** {@return the identity of the address space, an expression of 64 bits over the register frame} */
    public Value space() {
        return supervision().space(registersAsTheyAre());
    }

    /** {@return whether the processor waits, an expression of one bit over the register frame} */
    public Value waiting() {
        return supervision().waiting(registersAsTheyAre());
    }

    /** {@return what lines are open, an expression of 64 bits over the register frame} */
    public Value open() {
        return supervision().open(registersAsTheyAre());
    }

    /** {@return what is added to the program counter to fetch, an expression of 32 bits over the register frame} */
    public Value fetchBase() {
        return supervision().fetchBase(registersAsTheyAre());
    }

    private Semantics registersAsTheyAre() {
        return new Semantics(new Semantics.Context(null, registers().pc(), declared.privilege, Set.of(), false), 0, 0, 0);
    }

    /**
     * {@return whether {@code privileged()} lets through}
     *
     * @param mode contents of the keyed registers
     */
    public boolean supervisor(Mode mode) {
        Semantics s = new Semantics(context(mode, false), 0, 0, 0);
        s.privileged();
        return !s.dead();
    }

    private Semantics.Context context(Mode mode, boolean executed) {
        return new Semantics.Context(mode, registers().pc(), declared.privilege, watched == null ? Set.of() : watched, executed);
    }

    /**
     * {@return the row of bytes at an opcode, or the row of undefined ones}
     *
     * @param code positioned at the opcode
     */
    private Row row(Code code) {
        for (Row row : byFirstByte[code.peek(0)]) if (row.matches(code)) return row;
        return encoding().undefined();
    }

    /**
     * Decodes one instruction.
     *
     * @param fetch where its bytes come from
     * @param pc its address
     * @param mode contents of the keyed registers
     * @return the instruction; of the row {@link Encoding#undefined} if there is none
     */
    public Instruction decode(Code.Fetch fetch, int pc, Mode mode) {
        return decode(new Code(fetch, pc, mode), pc);
    }

    /**
     * Decodes one instruction.
     *
     * @param code nothing of it is read yet
     * @param pc its address, as {@code code} has it
     * @return the instruction; of the row {@link Encoding#undefined} if there is none
     */
    public Instruction decode(Code code, int pc) {
        Row row = encoding().begin(code);
        if (row == null) row = row(code);
        List<Argument> arguments = row.format().decode(code);
        Row checked = encoding().check(row, code);
        return new Instruction(checked, pc, code.length(), code.prefixes(), checked == row ? arguments : List.of());
    }

    /**
     * Runs the meaning of an instruction once, which records it.
     *
     * @param i the instruction
     * @param mode contents of the keyed registers
     * @return what it does
     */
    public RecordedInstruction record(Instruction i, Mode mode) {
        return record(i, mode, false, i.length());
    }

    /**
     * Records an instruction that another one executes: it has its own operands, but the address and length of the other.
     *
     * @param i the instruction, decoded at the address of the other
     * @param mode contents of the keyed registers
     * @param length of the other, in bytes
     * @return what it does
     */
    public RecordedInstruction recordExecuted(Instruction i, Mode mode, int length) {
        return record(i, mode, true, length);
    }

    private RecordedInstruction record(Instruction i, Mode mode, boolean executed, int length) {
        Semantics s = new Semantics(context(mode, executed), i.pc(), i.pc() + length & addressMask(), length);
        List<Operand> operands = new ArrayList<>(i.arguments().size());
        for (int n = 0; n < i.arguments().size(); n++) operands.add(i.row().format().operand(s, i, n));
        i.row().meaning().apply(s, operands);
        return s.finish();
    }

    /**
     * The delivery of an interruption as an instruction; what is known only when it happens lies in the hidden registers.
     *
     * @param type class of the interruption
     * @param code its code
     * @param mode contents of the keyed registers
     * @return what happens
     */
    public RecordedInstruction delivery(InterruptionClass type, int code, Mode mode) {
        RegisterFile f = registers();
        Semantics s = new Semantics(context(mode, false), 0, 0, 0);
        supervision().deliver(s, type, code, new Supervision.Cause(s.slot(f.pc()), s.slot(f.interruptionDetail()),
                s.slot(f.interruptionAddress()), s.slot(f.interruptionLength())));
        return s.finish();
    }
}
