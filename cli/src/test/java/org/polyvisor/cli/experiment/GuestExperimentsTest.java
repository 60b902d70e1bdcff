package org.polyvisor.cli.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyvisor.cli.Program;
import org.polyvisor.hypervisor.Polyvisor;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;

@DisplayName("The experiments with the guest operating system")
class GuestExperimentsTest {
    /** Sets the U/S bit of every entry of the page directory at EAX and of its page tables. */
    private static final String OPEN = """
                    pushad
                    mov esi, eax
                    mov ecx, 1024
            LOPEN:  mov edi, [esi]
                    test edi, 1
                    jz LABSENT
                    or dword ptr [esi], 4
                    and edi, 0xfffff000
                    mov edx, 1024
            LPAGE:  or dword ptr [edi], 4
                    add edi, 4
                    dec edx
                    jnz LPAGE
            LABSENT:
                    add esi, 4
                    dec ecx
                    jnz LOPEN
                    popad
            """;

    private static final Experiment REGISTERS = new RegistersExperiment(), PRIVILEGED = new PrivilegedExperiment(),
            PROTECTION = new ProtectionExperiment(), SYSCALLS = new SyscallsExperiment();

    static List<InstructionSet> sets() {
        return Polyvisor.instructionSets().stream().filter(s -> s.guest().isPresent()).toList();
    }

    @ParameterizedTest
    @MethodSource("sets")
    @DisplayName("hold")
    void hold(InstructionSet set) throws UsageException {
        for (Experiment e : List.of(REGISTERS, PRIVILEGED, PROTECTION, SYSCALLS)) {
            Findings found = e.run(Subject.of(set));
            assertEquals(List.of(), found.claims().stream().filter(c -> !c.holds()).toList(), e::name);
        }
    }

    @Test
    @DisplayName("registers does not hold where the kernel does not restore one register")
    void registerNotRestored() throws UsageException {
        fails(REGISTERS, 0, Sabotage.kernel(x86(), "        popad\n", "        mov [esp+4], esi\n        popad\n"));
        fails(REGISTERS, 0, Sabotage.kernel(s370(), "LM    0,15,4(15)", "MVC   44(4,15),LSAVE+16\n         LM    0,15,4(15)"));
    }

    @ParameterizedTest
    @MethodSource("sets")
    @DisplayName("privileged does not hold where the privilege check lets everybody past")
    void unprivileged(InstructionSet set) throws UsageException {
        fails(PRIVILEGED, 0, Sabotage.unprivileged(Subject.of(set)));
    }

    @Test
    @DisplayName("protection does not hold where all pages are for users, or where programs run with the kernel's storage key")
    void unprotected() throws UsageException {
        fails(PROTECTION, 0, Sabotage.kernel(x86(), "        mov cr3, eax\n", OPEN + "        mov cr3, eax\n"));
        fails(PROTECTION, 0, Sabotage.kernel(s370(), "MVC   LPSW,68(15)", "MVC   LPSW,68(15)\n         NI    LPSW+1,X'0F'"));
    }

    @Test
    @DisplayName("syscalls does not hold where programs have the I/O privilege level, or the privilege check lets them past")
    void deviceReached() throws UsageException {
        fails(SYSCALLS, 0, Sabotage.program(
                Sabotage.kernel(x86(), "        iretd", "        or dword ptr [esp+8], 0x3000\n        iretd"),
                "X_SYS:  push ebx", "X_SYS:  push ebx\n        mov edx, 0x3f8\n        mov al, '!'\n        out dx, al"));
        fails(SYSCALLS, 0, Sabotage.program(Sabotage.unprivileged(s370()), "LM    0,2,64(13)", "SIO   31\n         LM    0,2,64(13)"));
    }

    @Test
    @DisplayName("are printed as JSON, an object for an instruction set")
    void json() {
        Program.Answer a = Program.execute("experiment", "registers", "--isa", "x86lite", "--json");
        assertEquals(0, a.code(), a::err);
        assertTrue(a.out().startsWith("{\"experiment\":\"registers\",\"isa\":\"x86lite\",\"holds\":true,"), a::out);
    }

    private static void fails(Experiment e, int claim, Subject broken) throws UsageException {
        Findings found = e.run(broken);
        assertFalse(found.claims().get(claim).holds(), () -> e.name() + " on " + broken.set().name() + ": " + found.claims());
    }

    private static Subject x86() throws UsageException {
        return named("x86lite");
    }

    private static Subject s370() throws UsageException {
        return named("s370");
    }

    private static Subject named(String name) throws UsageException {
        return Subject.of(sets().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow());
    }
}
