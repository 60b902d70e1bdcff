package org.polyvisor.hypervisor.engine;

/**
 * How much code the engine derives from instructions: so that a test notices when a change makes it more. Flags count as if
 * somebody read them afterwards.
 *
 * @param microOps of the interpreter, at least 1; without the jump to what follows
 * @param bytes of bytecode in a region, without what enters and leaves the region; 0 if regions leave the first one to the interpreter
 */
public record DerivedCode(int microOps, int bytes) {

    /**
     * What is derived from the instructions at the program counter.
     *
     * @param cpu a processor that translates, in the state in which they are executed, with registers at will
     * @param instructions how many, at least 1; fewer if one of them never goes on to the next
     * @return how much that is
     */
    public static DerivedCode of(Processor cpu, int instructions) {
        Block alone = cpu.code.unkept(cpu.context, cpu.pc(), instructions);
        boolean jumps = alone.code[MicroOp.last(alone.code)] == MicroOp.JUMP && !alone.ends;
        RegionPlan plan = new RegionPlan(cpu, alone, instructions, false);
        int bytes = 0;
        if (!plan.instructions().isEmpty()) {
            RegionCode code = new RegionCode(cpu, plan, new Region(alone, false, cpu.memory.translations));
            bytes = RegionCode.size(code.write()) - RegionCode.size(code.frameAlone());
        }
        return new DerivedCode(MicroOp.count(alone.code) - (jumps ? 1 : 0), bytes);
    }
}
