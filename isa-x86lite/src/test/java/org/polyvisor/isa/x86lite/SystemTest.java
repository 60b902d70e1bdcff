package org.polyvisor.isa.x86lite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.polyvisor.isa.x86lite.Trial.*;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.x86lite.state.Exceptions;

@DisplayName("The system level")
class SystemTest {
    private static final int GDT = 0x4000, IDT = 0x5000, HANDLER = 0x6000, DIRECTORY = 0x10000, TABLE = 0x11000;

    /** A machine with a GDT of a flat code and a flat data segment, and an interrupt gate for one vector. */
    private static Trial withGate(String code, int vector) {
        return Trial.of(code).delivering().set("gdtr.base", GDT).set("gdtr.limit", 0x17).word(GDT + 8, 0xffff).word(GDT + 12, 0xcf9b00)
                .word(GDT + 16, 0xffff).word(GDT + 20, 0xcf9300).set("idtr.base", IDT).set("idtr.limit", 0x7ff)
                .word(IDT + 8 * vector, 0x80000 | HANDLER).word(IDT + 8 * vector + 4, 0x8e00).bytes(HANDLER, "90 90");
    }

    @Test
    @DisplayName("delivers a fault with its error code through an interrupt gate")
    void delivery() {
        Trial t = withGate("0f 01 18", 13).set("eflags", 0x203).set("fs.limit", 0).bytes(CODE, "64 8b 40 10").run(1);
        t.expect("eip", HANDLER + 1).expect("esp", STACK - 16).expectWord(STACK - 16, 0).expectWord(STACK - 12, CODE)
                .expectWord(STACK - 8, 8)
                .expectWord(STACK - 4, 0x10203).expectFlags(IF, 0).expect("cs", 8);
    }

    @Test
    @DisplayName("delivers INT n with the address behind it")
    void softwareInterrupt() {
        withGate("cd 30", 0x30).run(2).expect("eip", HANDLER + 1).expectWord(STACK - 12, CODE + 2).expect("esp", STACK - 12);
    }

    @Test
    @DisplayName("makes a double fault of a fault that cannot be delivered, and shuts down when that cannot be either")
    void doubleFault() {
        Trial t = withGate("f7 f1", 8).set("idtr.limit", 0x47);
        t.run(1).expect("eip", HANDLER + 1).expectWord(STACK - 16, 0).expectWord(STACK - 12, CODE);
        assertInstanceOf(Outcome.Shutdown.class, Trial.of("f7 f1").delivering().outcome(1));
    }

    @Test
    @DisplayName("pages with accessed and dirty bits, and write protection if CR0.WP says so")
    void paging() {
        Trial t = Trial.of("8b 03 89 03").word(DIRECTORY, TABLE | 7).word(TABLE + 4, 0x1007).word(TABLE + 4 * 8, 0x8007)
                .word(TABLE + 4 * 0x20, 0x3001).word(0x3004, 0x1234).set("cr3", DIRECTORY).set("cr0", 0x80000011L).set("ebx", 0x20004);
        t.run(1).expect("eax", 0x1234).expectWord(TABLE + 4 * 0x20, 0x3021).expectWord(DIRECTORY, TABLE | 0x27);
        t.set("eax", 9).run(1).expectWord(0x3004, 9).expectWord(TABLE + 4 * 0x20, 0x3061);
        t.set("cr0", 0x80010011L).set("eip", CODE + 2).faults(14);
        t.set("ebx", 0x400000).set("eip", CODE).faults(14);
    }

    @Test
    @DisplayName("#PF tells why, and CR2 where")
    void pageFault() {
        Trial t = withGate("89 03", 14).word(DIRECTORY, TABLE | 7).set("cr3", DIRECTORY).set("cr0", 0x80000011L).set("ebx", 0x7fff);
        for (int page = 0; page < 8; page++) t.word(TABLE + 4 * page, page << 12 | 7);
        t.set("esp", 0x7000).run(1).expect("eip", HANDLER + 1).expectWord(0x7000 - 16, 2).expectWord(0x7000 - 12, CODE)
                .expect("cr2", 0x8000);
    }

    @Test
    @DisplayName("CR0 cannot have PG without PE, nor NW without CD")
    void impossibleControl() {
        Trial.of("0f 22 c0").set("eax", 0x80000010L).faults(13);
        Trial.of("0f 22 c0").set("eax", 0x20000011L).faults(13);
        Trial.of("0f 22 c0").set("eax", 0x60000011L).run(1).expect("cr0", 0x60000011L);
    }

    @Test
    @DisplayName("pages of 4 MiB where CR4.PSE is set")
    void largePages() {
        Trial.of("8b 03").word(DIRECTORY, 0x83).word(DIRECTORY + 8, 0x83).word(0x2010, 0x55).set("cr3", DIRECTORY).set("cr4", 0x10)
                .set("cr0", 0x80000011L).set("ebx", 0x802010).run(1).expect("eax", 0x55).expectWord(DIRECTORY + 8, 0xa3);
    }

    @Test
    @DisplayName("checks limits: #SS in the stack segment, #GP elsewhere")
    void limits() {
        Trial.of("8b 03").set("ds.limit", 0x2002).set("ebx", 0x2000).faults(13).set("ebx", 0x1fff).run(1);
        Trial.of("50").set("ss.limit", STACK - 2).faults(12).set("esp", STACK - 1).run(1);
        Trial.of("64 8b 03").set("fs.base", 0x100).set("ebx", 0x2000).word(0x2100, 42).run(1).expect("eax", 42);
        Trial.of("64 89 03").set("fs.attributes", 0xc091).faults(13);
        Trial.of("2e 89 03").faults(13);
        Trial.of("64 8b 03").set("fs.attributes", 0).faults(13);
        Trial.of("64 8b 03").set("fs.attributes", 0xc097).set("fs.limit", 0x1fff).set("ebx", 0x1fff).faults(13).set("ebx", 0x2000).run(1);
        Trial.of("eb 7e").set("cs.limit", CODE + 0x7f).faults(13);
    }

    @Test
    @DisplayName("holds interrupts back for one instruction after STI")
    void shadow() {
        Trial t = withGate("fb 90 90", 0x20);
        t.machine().request(Exceptions.LINE_INTR);
        assertEquals(0, t.machine().processor().open() >> Exceptions.LINE_INTR & 1);
        t.machine().run(Limits.of(1));
        assertEquals(0, t.machine().processor().open() >> Exceptions.LINE_INTR & 1);
        t.machine().run(Limits.of(1));
        assertEquals(1, t.machine().processor().open() >> Exceptions.LINE_INTR & 1);
    }

    @Test
    @DisplayName("TF traps after each instruction, each unit of a repeated one, and not after the one that sets it")
    void singleStep() {
        Trial.of("90").set("eflags", 0x102).interrupts("exception", 1, CODE + 1);
        Trial.of("f3 aa").set("eflags", 0x102).set("edi", 0x2000).set("ecx", 2).interrupts("exception", 1, CODE)
                .interrupts("exception", 1, CODE + 2);
        Trial.of("9d 90").word(STACK, 0x102).run(1).interrupts("exception", 1, CODE + 2);
        Trial.of("cc").set("eflags", 0x102).interrupts("exception", 3, CODE + 1);
        Trial.of("0f 0b").set("eflags", 0x102).faults(6);
        withGate("90", 1).set("eflags", 0x102).run(2).expect("dr6", 0xffff4ff0L).expectFlags(0x100, 0).expectWord(STACK - 4, 0x102)
                .expectWord(STACK - 12, CODE + 1);
    }

    @Test
    @DisplayName("HLT waits")
    void halt() {
        assertInstanceOf(Outcome.Waiting.class, Trial.of("f4").outcome(10));
    }

    @Test
    @DisplayName("LOCK is allowed with a destination in storage only")
    void lock() {
        Trial.of("f0 01 03").set("ebx", 0x2000).run(1);
        Trial.of("f0 01 c3").faults(6);
        Trial.of("f0 03 03").faults(6);
        Trial.of("f0 8b 03").faults(6);
        Trial.of("f0 90").faults(6);
        Trial.of("f0 87 03").set("ebx", 0x2000).run(1);
    }

    @Test
    @DisplayName("an instruction has 15 bytes at most")
    void longest() {
        Trial.of("3e3e3e3e3e3e3e3e3e3e3e3e3e3e 90").run(1).expect("eip", CODE + 15);
        Trial.of("3e3e3e3e3e3e3e3e3e3e3e3e3e3e3e 90").faults(13);
        Trial.of("3e3e3e3e3e3e3e3e3e3e3e3e3e3e 8b 03").faults(13);
    }

    @Test
    @DisplayName("what is undefined raises #UD: a register where storage is demanded, a control register that is not there")
    void undefined() {
        Trial.of("8d c0").faults(6);
        Trial.of("0f 20 c8").faults(6);
        Trial.of("0f ff").faults(6);
        Trial.of("c6 c8 00").faults(6);
        Trial.on("i386", "0f c8").faults(6);
        Trial.on("pentium", "0f 1f 00").faults(6);
    }

    @Test
    @DisplayName("an unclaimed port reads all ones")
    void ports() {
        Trial.of("e5 70").run(1).expect("eax", 0xffffffffL);
        Trial.of("ec").set("edx", 0x123).run(1).expect("eax", 0xff);
    }

    @Test
    @DisplayName("I/O below the I/O privilege level asks the task's permission bitmap")
    void permission() {
        Trial t = Trial.of("ec").set("cs", 0x0b).set("edx", 0x12);
        t.faults(13);
        t.set("tr.attributes", 0x8b).set("tr.base", 0x7000).set("tr.limit", 0x6f).word(0x7064, 0x680000).word(0x7068, 0).run(1)
                .expect("eax", 0xff);
        t.set("eip", CODE).bytes(0x706a, "04").faults(13);
    }

    @Test
    @DisplayName("POPF drops in silence what a program may not change")
    void flags() {
        Trial.of("9d").set("cs", 0x0b).word(STACK, 0x3202).run(1).expectFlags(0x3200, 0);
        Trial.of("9d").word(STACK, 0x3202).run(1).expectFlags(0x3200, 0x3200);
        Trial.of("fa").set("cs", 0x0b).faults(13);
        Trial.of("fa").set("cs", 0x0b).set("eflags", 0x3202).run(1).expectFlags(IF, 0);
    }

    @Test
    @DisplayName("real mode adds 16 times the selector, wraps at 64 KiB, and interrupts through its table of far pointers")
    void realMode() {
        Trial.real("a0 10 00").set("ds", 0x200).bytes(0x2010, "77").run(1).expect("eax", 0x77);
        Trial.real("8a 40 02").set("ebx", 0xffff).set("esi", 0).bytes(1, "66").run(1).expect("eax", 0x66);
        Trial.real("cd 21").delivering().word(0x84, 0x03000010).bytes(0x3010, "90").run(2).expect("eip", 0x11).expect("cs", 0x300)
                .expect("esp", STACK - 6)
                .expectWord(STACK - 6, CODE + 2);
        Trial.real("a1 ff ff").interrupts("exception", 13, CODE);
    }

    @Test
    @DisplayName("says of interruptions what there is to say")
    void described() {
        X86Lite set = new X86Lite();
        assertEquals(Map.of("vector", 13, "errorCode", "0x0018"), set.describe(Exceptions.fault(Exceptions.GP, 0x18)));
        assertEquals(Set.of("vector"), set.describe(new Interruption(Exceptions.SOFTWARE_INTERRUPT, 13)).keySet());
        assertEquals(null, Exceptions.escalate(Exceptions.fault(Exceptions.DF, 0), Exceptions.fault(Exceptions.PF, 0)));
        assertEquals(Exceptions.DF, Exceptions.escalate(Exceptions.fault(Exceptions.PF, 0), Exceptions.fault(Exceptions.GP, 0)).code());
        assertEquals(Exceptions.PF, Exceptions.escalate(Exceptions.fault(Exceptions.GP, 0), Exceptions.fault(Exceptions.PF, 0)).code());
    }
}
