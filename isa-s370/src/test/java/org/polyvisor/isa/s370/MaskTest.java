package org.polyvisor.isa.s370;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.isa.UsageException;

/** GA22-7000, "Masks" of external and input/output interruptions in the PSW and in control registers 0 and 2. */
@DisplayName("What interrupts is what the masks of the PSW and of control registers allow")
class MaskTest {
    private static final int SEED = 7, CASES = 20_000;

    @ParameterizedTest
    @CsvSource({"s360, false", "s370, false", "s370, true"})
    void linesAreOpenAsTheirMasksSay(String model, boolean ec) throws UsageException {
        S370 set = new S370();
        Processor cpu = new BareMachine(set, set.architecture(model), BareMachine.Settings.of(1 << 16)).processor();
        boolean extended = !model.equals("s360");
        SplittableRandom random = new SplittableRandom(SEED);
        for (int n = 0; n < CASES; n++) {
            int system = random.nextInt(256), cr0 = random.nextInt(), cr2 = random.nextInt(), machineCheck = random.nextInt(2);
            cpu.set(Registers.SYSTEM, system);
            cpu.set(Registers.EC, ec ? 1 : 0);
            cpu.set(Registers.MACHINE_CHECK_MASK, machineCheck);
            cpu.set(Registers.CR[0], cr0);
            cpu.set(Registers.CR[2], cr2);
            long open = machineCheck | (extended ? 1L << 32 : 0);
            int[] externals = {-1, 25, 24, 20, 21};
            for (int line = 1; line < (extended ? 5 : 3); line++)
                if (fromLeft(system, 8, 7) && (!extended || fromLeft(cr0, 32, externals[line]))) open |= 1L << line;
            for (int channel = 0; channel < (extended ? 16 : 7); channel++) {
                boolean inPsw = !ec && channel < 6, masked = !extended || fromLeft(cr2, 32, channel);
                if (inPsw ? fromLeft(system, 8, channel) : fromLeft(system, 8, 6) && masked) open |= 1L << 8 + channel;
            }
            assertEquals(Long.toHexString(open), Long.toHexString(cpu.open()),
                    "system mask %02X, control registers %08X %08X".formatted(system, cr0, cr2));
        }
    }

    /** A bit by its number in the manual, which counts from the left. */
    private static boolean fromLeft(int word, int bits, int n) {
        return (word >>> bits - 1 - n & 1) != 0;
    }
}
