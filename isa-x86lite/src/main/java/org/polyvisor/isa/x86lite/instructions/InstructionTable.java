package org.polyvisor.isa.x86lite.instructions;

import java.util.List;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.code.Table;
import org.polyvisor.isa.x86lite.state.ProcessorModel;

/** All instructions of a processor. */
public final class InstructionTable {
    private InstructionTable() {}

    /** What a Pentium says of itself in CPUID.1:EAX, and in EDX after reset. */
    public static final int PENTIUM_SIGNATURE = Miscellaneous.PENTIUM_SIGNATURE;

    /**
     * {@return the rows, in the order of the manual}
     *
     * @param model the processor
     */
    public static List<Row> of(ProcessorModel model) {
        Table t = new Table();
        DataTransfer.rows(t, model);
        BinaryArithmetic.rows(t);
        Decimal.rows(t);
        Logical.rows(t);
        ShiftRotate.rows(t);
        BitByte.rows(t);
        ControlTransfer.rows(t);
        Strings.rows(t);
        InputOutput.rows(t);
        FlagControl.rows(t, model);
        FarTransfer.rows(t);
        InterruptReturn.rows(t);
        SegmentRegisters.rows(t);
        SegmentLoads.rows(t);
        Miscellaneous.rows(t, model);
        SystemControl.rows(t, model);
        DescriptorChecks.rows(t);
        FloatingPoint.rows(t);
        return t.rows();
    }
}
