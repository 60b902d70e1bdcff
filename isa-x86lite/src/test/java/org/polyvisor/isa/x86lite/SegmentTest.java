package org.polyvisor.isa.x86lite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.polyvisor.isa.x86lite.Trial.*;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Segment loads, far transfers and changes of privilege; SDM volume 3, chapters 3, 5 and 6. */
@DisplayName("Segments and privilege")
class SegmentTest {
    private static final int GDT = 0x4000, IDT = 0x5000, TSS = 0x6000, HANDLER = 0x7000, USER = 0x2000, USER_STACK = 0x9000,
            KERNEL_STACK = 0xa000;
    private static final int CODE0 = 0x08, DATA0 = 0x10, CODE3 = 0x1b, DATA3 = 0x23, SMALL = 0x28, TASK = 0x30, ABSENT = 0x38,
            CONFORMING = 0x40;

    private static Trial tables(String code) {
        Trial t = Trial.of(code).set("gdtr.base", GDT).set("gdtr.limit", 0x47).set("idtr.base", IDT).set("idtr.limit", 0x7ff);
        descriptor(t, CODE0, 0xffff, 0xcf9a00);
        descriptor(t, DATA0, 0xffff, 0xcf9200);
        descriptor(t, CODE3, 0xffff, 0xcffa00);
        descriptor(t, DATA3, 0xffff, 0xcff200);
        descriptor(t, SMALL, 0x20000fff, 0x409201);
        descriptor(t, TASK, TSS << 16 | 0x67, 0x8900);
        descriptor(t, ABSENT, 0xffff, 0xcf1200);
        descriptor(t, CONFORMING, 0xffff, 0xcf9e00);
        return t.word(TSS + 4, KERNEL_STACK).word(TSS + 8, DATA0);
    }

    private static void descriptor(Trial t, int selector, int low, int high) {
        t.word(GDT + (selector & ~7), low).word(GDT + (selector & ~7) + 4, high);
    }

    @Test
    @DisplayName("a load fills the cache and marks the descriptor accessed")
    void load() {
        Trial t = tables("8e d8 8b 03").set("eax", SMALL).run(1).expect("ds", SMALL).expect("ds.base", 0x12000).expect("ds.limit", 0xfff)
                .expect("ds.attributes", 0x4093).expectWord(GDT + SMALL + 4, 0x409301);
        t.word(0x12ffc, 77).set("ebx", 0xffc).run(1).expect("eax", 77).set("eip", CODE + 2).set("ebx", 0xffd).faults(13);
    }

    @Test
    @DisplayName("a null selector loads, but nothing can be reached through it; SS refuses it")
    void nullSelector() {
        tables("8e d8 8b 03").set("eax", 3).run(1).expect("ds", 3).faults(13);
        tables("8e d0").set("eax", 0).faults(13);
    }

    @Test
    @DisplayName("what does not fit is refused by #GP, what is not present by #NP or #SS, with the selector as error code")
    void refused() {
        tables("8e d8").set("eax", ABSENT).faults(11);
        tables("8e d0").set("eax", ABSENT).faults(12);
        tables("8e d0").set("eax", CODE0).faults(13);
        tables("8e d8").set("eax", 0x48).faults(13);
        tables("8e d8").set("cs", CODE3).set("eax", DATA0).faults(13);
        tables("8e d8").set("cs", CODE3).set("eax", DATA3).run(1);
    }

    @Test
    @DisplayName("LSS loads both halves or neither")
    void loadPointer() {
        tables("0f b2 23").set("ebx", 0x3000).word(0x3000, 0x1234).word(0x3004, DATA0).run(1).expect("esp", 0x1234).expect("ss", DATA0);
        tables("0f b2 23").set("ebx", 0x3000).word(0x3000, 0x1234).word(0x3004, ABSENT).faults(12).expect("esp", STACK);
    }

    @Test
    @DisplayName("a far call and return go to another segment and back")
    void farCall() {
        Trial t = tables("9a 00 20 00 00 40 00").bytes(0x2000, "ca 04 00").run(1).expect("cs", 0x40).expect("eip", 0x2000)
                .expectWord(STACK - 4, CODE0).expectWord(STACK - 8, CODE + 7);
        t.run(1).expect("cs", CODE0).expect("eip", CODE + 7).expect("esp", STACK + 4);
        tables("ea 00 20 00 00 1b 00").faults(13);
        tables("ea 00 20 00 00 00 00").faults(13);
    }

    @Test
    @DisplayName("IRET goes to user level, INT comes back on the stack that the task-state segment names")
    void userLevel() {
        Trial t = tables("0f 00 d8 cf").delivering().set("eax", TASK).run(1).expect("tr", TASK).expect("tr.attributes", 0x8b)
                .expectWord(GDT + TASK + 4, 0x8b00);
        t.word(STACK, USER).word(STACK + 4, CODE3).word(STACK + 8, 0x202).word(STACK + 12, USER_STACK).word(STACK + 16, DATA3);
        t.bytes(USER, "fa").run(1).expect("eip", USER).expect("cs", CODE3).expect("ss", DATA3).expect("esp", USER_STACK).expect("ds", 0)
                .expectFlags(IF, IF);
        t.word(IDT + 8 * 13, CODE0 << 16 | HANDLER).word(IDT + 8 * 13 + 4, 0x8e00).bytes(HANDLER, "83 c4 04 cf");
        t.run(1).expect("cs", CODE0).expect("ss", DATA0).expect("esp", KERNEL_STACK - 24 + 4).expectFlags(IF, 0)
                .expectWord(KERNEL_STACK - 4, DATA3).expectWord(KERNEL_STACK - 8, USER_STACK).expectWord(KERNEL_STACK - 12, 0x10202)
                .expectWord(KERNEL_STACK - 16, CODE3).expectWord(KERNEL_STACK - 20, USER).expectWord(KERNEL_STACK - 24, 0);
        t.run(1).expect("eip", USER).expect("cs", CODE3).expect("esp", USER_STACK);
    }

    @Test
    @DisplayName("a gate that is not for users refuses their INT")
    void gatePrivilege() {
        Trial t = tables("cd 30").delivering().set("cs", CODE3).set("tr.base", TSS).set("tr.limit", 0x67).set("tr.attributes", 0x8b);
        t.word(IDT + 8 * 0x30, CODE0 << 16 | HANDLER).word(IDT + 8 * 0x30 + 4, 0x8e00);
        t.word(IDT + 8 * 13, CODE0 << 16 | HANDLER).word(IDT + 8 * 13 + 4, 0x8e00).bytes(HANDLER, "90");
        t.run(1).expectWord(KERNEL_STACK - 24, 0x30 * 8 + 2).expectWord(KERNEL_STACK - 20, CODE);
    }

    @Test
    @DisplayName("LAR LSL VERR VERW tell by ZF what may be used")
    void checks() {
        tables("0f 02 c1").set("ecx", DATA3).run(1).expect("eax", 0xcff200).expectFlags(ZF, ZF);
        tables("0f 03 c1").set("ecx", SMALL).run(1).expect("eax", 0xfff).expectFlags(ZF, ZF);
        tables("0f 03 c1").set("ecx", DATA0).run(1).expect("eax", 0xffffffffL);
        tables("0f 02 c1").set("eax", 5).set("ecx", 0x48).run(1).expect("eax", 5).expectFlags(ZF, 0);
        tables("0f 00 e9").set("ecx", CODE0).set("eflags", ZF | 2).run(1).expectFlags(ZF, 0);
        tables("0f 00 e1").set("cs", CODE3).set("ecx", DATA0).run(1).expectFlags(ZF, 0);
        tables("0f 00 e1").set("cs", CODE3).set("ecx", CONFORMING).run(1).expectFlags(ZF, ZF);
        Trial.real("0f 00 e1").interrupts("exception", 6, CODE);
    }

    @Test
    @DisplayName("real mode loads selectors as paragraphs, and protected mode begins with a far jump")
    void realToProtected() {
        Trial t = Trial.real("0f 22 c0 ea 00 20 08 00").set("gdtr.base", GDT).set("gdtr.limit", 0x47);
        descriptor(t, CODE0, 0xffff, 0xcf9a00);
        t.set("eax", 0x11).run(2).expect("cs", CODE0).expect("eip", 0x2000).expect("cs.limit", 0xffffffffL);
        t.bytes(0x2000, "b8 44 33 22 11").run(1).expect("eax", 0x11223344);
        Trial.real("8e d8").set("eax", 0x1234).run(1).expect("ds.base", 0x12340).expect("ds.limit", 0xffff);
    }

    @Test
    @DisplayName("IRET can go to virtual-8086 mode, where PUSHF asks for the I/O privilege level")
    void virtual8086() {
        Trial t = tables("cf").word(STACK, 0x10).word(STACK + 4, 0x200).word(STACK + 8, 0x20202).word(STACK + 12, 0x100)
                .word(STACK + 16, 0x300)
                .word(STACK + 20, 0).word(STACK + 24, 0x400).word(STACK + 28, 0).word(STACK + 32, 0);
        t.bytes(0x2010, "a0 05 00 9c").bytes(0x4005, "5a").run(1).expect("cs.base", 0x2000).expect("eip", 0x10).expect("ss.base", 0x3000)
                .expectFlags(0x20000, 0x20000);
        t.run(1).expect("eax", 0x5a).interrupts("exception", 13, 0x13);
    }

    @Test
    @DisplayName("interrupts wait for one instruction after MOV SS")
    void shadow() {
        Trial t = tables("8e d0 90").set("eax", DATA0).set("eflags", 0x202);
        t.machine().request(1);
        t.run(1).run(0);
        assertEquals(0, t.machine().processor().open() & 2);
    }
}
