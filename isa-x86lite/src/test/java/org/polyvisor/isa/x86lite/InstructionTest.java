package org.polyvisor.isa.x86lite;

import static org.polyvisor.isa.x86lite.Trial.*;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Expected values are the SDM's, and for undefined flags those of a GenuineIntel processor of family 6. */
@DisplayName("Instructions")
class InstructionTest {
    private static final int STATUS = CF | PF | AF | ZF | SF | OF;

    @Test
    @DisplayName("PUSH ESP pushes the value from before")
    void pushStackPointer() {
        Trial.of("54").run(1).expect("esp", STACK - 4).expectWord(STACK - 4, STACK);
    }

    @Test
    @DisplayName("POP [ESP+4] computes its address after ESP moved")
    void popToStack() {
        Trial.of("8f 44 24 04").word(STACK, 0x12345678).run(1).expect("esp", STACK + 4).expectWord(STACK + 8, 0x12345678);
    }

    @Test
    @DisplayName("PUSHAD stores the ESP from before, POPAD skips it")
    void pushAll() {
        Trial.of("60 61").set("eax", 1).set("edi", 7).run(1).expectWord(STACK - 4, 1).expectWord(STACK - 20, STACK)
                .expectWord(STACK - 32, 7)
                .bytes(STACK - 20, "00000000").run(1).expect("esp", STACK).expect("edi", 7);
    }

    @Test
    @DisplayName("XADD of a register with itself doubles it, XADD of storage uses the address from before")
    void exchangeAndAdd() {
        Trial.of("0f c1 c0").set("eax", 3).run(1).expect("eax", 6);
        Trial.of("0f c1 00").set("eax", 0x2000).word(0x2000, 5).run(1).expect("eax", 5).expectWord(0x2000, 0x2005);
    }

    @Test
    @DisplayName("CMPXCHG loads the accumulator if it differs, and sets flags as CMP does")
    void compareAndExchange() {
        Trial.of("0f b1 0b").set("ebx", 0x2000).set("eax", 1).set("ecx", 9).word(0x2000, 2).run(1).expect("eax", 2).expectWord(0x2000, 2)
                .expectFlags(ZF | CF, CF);
        Trial.of("0f b1 0b").set("ebx", 0x2000).set("eax", 2).set("ecx", 9).word(0x2000, 2).run(1).expect("eax", 2).expectWord(0x2000, 9)
                .expectFlags(ZF | CF, ZF);
    }

    @Test
    @DisplayName("CMPXCHG8B compares 64 bits and changes only ZF")
    void compareAndExchange8Bytes() {
        Trial.of("0f c7 0e").set("esi", 0x2000).word(0x2000, 1).word(0x2004, 2).set("eax", 1).set("edx", 2).set("ebx", 3).set("ecx", 4)
                .set("eflags", 0x803).run(1).expectFlags(STATUS, ZF | CF | OF).expectWord(0x2000, 3).expectWord(0x2004, 4);
        Trial.of("0f c7 0e").set("esi", 0x2000).word(0x2000, 1).word(0x2004, 2).set("eax", 1).set("edx", 3).run(1).expect("edx", 2)
                .expectFlags(ZF, 0);
    }

    @Test
    @DisplayName("INC leaves CF alone and overflows at the greatest number")
    void increment() {
        Trial.of("40").set("eax", 0x7fffffff).set("eflags", CF | 2).run(1).expect("eax", 0x80000000L)
                .expectFlags(STATUS, CF | OF | SF | AF | PF);
    }

    @Test
    @DisplayName("DIV and IDIV fault where the quotient does not fit, and change no flags")
    void division() {
        Trial.of("f7 f1").set("edx", 5).set("ecx", 5).faults(0).expect("edx", 5);
        Trial.of("f7 f1").set("ecx", 0).faults(0);
        Trial.of("f7 f9").set("edx", 0x80000000L).set("ecx", 0xffffffffL).faults(0);
        Trial.of("f6 f9").set("eax", 0xff80).set("ecx", 0xff).faults(0);
        Trial.of("f7 f9").set("edx", 0xffffffffL).set("eax", 0xfffffff9L).set("ecx", 2).set("eflags", 0x8d7).run(1)
                .expect("eax", 0xfffffffdL)
                .expect("edx", 0xffffffffL).expectFlags(STATUS, STATUS);
    }

    @Test
    @DisplayName("a shift by 0 changes no flags, a longer one leaves the OF of its first step")
    void shifts() {
        Trial.of("d3 e0").set("eax", 1).set("ecx", 32).set("eflags", 0x8d7).run(1).expect("eax", 1).expectFlags(STATUS, STATUS);
        Trial.of("c1 e0 04").set("eax", 0x50000001L).run(1).expect("eax", 0x10).expectFlags(STATUS, CF | OF);
        Trial.of("c0 e0 09").set("eax", 0x81).run(1).expect("eax", 0).expectFlags(STATUS, ZF | PF | OF);
        Trial.of("d2 f8").set("eax", 0x80).set("ecx", 31).run(1).expect("eax", 0xff).expectFlags(STATUS, CF | SF | PF);
    }

    @Test
    @DisplayName("rotates through CF go round in 9, 17 and 33 bits")
    void rotatesThroughCarry() {
        Trial.of("d2 d0").set("eax", 0x80).set("ecx", 9).set("eflags", 3).run(1).expect("eax", 0x80).expectFlags(CF, CF);
        Trial.of("d2 d0").set("eax", 0x80).set("ecx", 10).set("eflags", 3).run(1).expect("eax", 0x01).expectFlags(CF, CF);
        Trial.of("66 d3 d8").set("eax", 1).set("ecx", 17).set("eflags", 2).run(1).expect("eax", 1).expectFlags(CF, 0);
        Trial.of("d3 d8").set("eax", 1).set("ecx", 1).set("eflags", 3).run(1).expect("eax", 0x80000000L).expectFlags(CF, CF);
    }

    @Test
    @DisplayName("SHLD of 16 bits by more than 16 takes the destination in again")
    void doubleShift() {
        Trial.of("66 0f a5 d0").set("eax", 0x1234).set("edx", 0xabcd).set("ecx", 20).run(1).expect("eax", 0xbcd1);
        Trial.of("0f ac d0 08").set("eax", 0x12345678).set("edx", 0xab).run(1).expect("eax", 0xab123456L);
    }

    @Test
    @DisplayName("BSF of 0 sets ZF and leaves its destination; F3 before it means nothing")
    void scan() {
        Trial.of("f3 0f bc c1").set("eax", 77).set("ecx", 0).run(1).expect("eax", 77).expectFlags(ZF, ZF);
        Trial.of("0f bd c1").set("eax", 77).set("ecx", 0x00400000).run(1).expect("eax", 22).expectFlags(ZF, 0);
    }

    @Test
    @DisplayName("bit strings in storage are indexed by signed offsets, immediate ones stay in their word")
    void bitStrings() {
        Trial.of("0f ab 0b").set("ebx", 0x2000).set("ecx", -33 & 0xffffffffL).run(1).expectWord(0x1ff8, 0x80000000L).expectFlags(CF, 0);
        Trial.of("0f ba 2b 21").set("ebx", 0x2000).run(1).expectWord(0x2000, 2);
    }

    @Test
    @DisplayName("decimal adjustments")
    void decimal() {
        Trial.of("27").set("eax", 0xae).run(1).expect("eax", 0x14).expectFlags(CF | AF, CF | AF);
        Trial.of("2f").set("eax", 0x05).set("eflags", AF | 2).run(1).expect("eax", 0xff).expectFlags(CF | AF, CF | AF);
        Trial.of("37").set("eax", 0x00ff).run(1).expect("eax", 0x0205);
        Trial.of("d4 0a").set("eax", 63).run(1).expect("eax", 0x0603);
        Trial.of("d4 00").faults(0);
        Trial.of("d5 0a").set("eax", 0x0603).run(1).expect("eax", 63);
        Trial.of("d6").set("eflags", 3).run(1).expect("eax", 0xff);
    }

    @Test
    @DisplayName("ENTER copies the frame pointers of the procedures around")
    void enter() {
        Trial.of("c8 10 00 03").set("ebp", 0x9000).word(0x9000 - 4, 0x111).word(0x9000 - 8, 0x222).run(1).expect("ebp", STACK - 4)
                .expect("esp", STACK - 16 - 0x10).expectWord(STACK - 4, 0x9000).expectWord(STACK - 8, 0x111).expectWord(STACK - 12, 0x222)
                .expectWord(STACK - 16, STACK - 4);
    }

    @Test
    @DisplayName("a near return with an operand size of 16 clears the upper half of EIP")
    void shortReturn() {
        Trial.of("66 c3").word(STACK, 0xabcd1234L).run(1).expect("eip", 0x1234).expect("esp", STACK + 2);
    }

    @Test
    @DisplayName("INT3 and INT n complete, UD2 and BOUND do not")
    void traps() {
        Trial.of("cc").interrupts("exception", 3, CODE + 1).expect("eip", CODE + 1);
        Trial.of("cd 80").interrupts("software-interrupt", 0x80, CODE + 2);
        Trial.of("ce").run(1).set("eip", CODE).set("eflags", OF | 2).interrupts("exception", 4, CODE + 1);
        Trial.of("0f 0b").faults(6);
        Trial.of("62 0b").set("ebx", 0x2000).set("ecx", 11).word(0x2000, -10).word(0x2004, 10).faults(5).set("ecx", -10).run(1);
    }

    @Test
    @DisplayName("CPUID says only what works")
    void identification() {
        Trial.of("0f a2").run(1).expect("eax", 1).expect("ebx", 0x756e6547).expect("edx", 0x49656e69).expect("ecx", 0x6c65746e);
        Trial.of("0f a2").set("eax", 1).run(1).expect("edx", 0x8138);
        Trial.on("pentium,-tsc,-pse", "0f a2").set("eax", 1).run(1).expect("edx", 0x100);
    }

    @Test
    @DisplayName("the i386 cannot change AC and ID, the Pentium can")
    void flagsOfModels() {
        Trial.on("i386", "9d").word(STACK, 0x240002).run(1).expectFlags(0x240000, 0);
        Trial.of("9d").word(STACK, 0x240002).run(1).expectFlags(0x240000, 0x240000);
    }
}
