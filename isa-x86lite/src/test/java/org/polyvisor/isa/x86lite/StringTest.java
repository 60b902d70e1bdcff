package org.polyvisor.isa.x86lite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.polyvisor.isa.x86lite.Trial.*;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("String instructions")
class StringTest {

    @Test
    @DisplayName("count each element as an instruction, and REP with count 0 as one")
    void units() {
        Trial t = Trial.of("f3 a4 90").set("esi", 0x2000).set("edi", 0x3000).set("ecx", 3).bytes(0x2000, "0a0b0c0d").run(2);
        t.expect("ecx", 1).expect("eip", CODE).run(1).expect("ecx", 0).expect("eip", CODE + 2).expect("esi", 0x2003)
                .expectWord(0x3000, 0x0c0b0a);
        assertEquals(3, t.machine().instructions());
        Trial.of("f3 a4 90").set("ecx", 0).set("esi", 5).run(1).expect("eip", CODE + 2).expect("esi", 5);
    }

    @Test
    @DisplayName("go downwards if DF is set")
    void downwards() {
        Trial.of("a5").set("eflags", 0x402).set("esi", 0x2000).set("edi", 0x3000).word(0x2000, 7).run(1).expect("esi", 0x1ffc)
                .expect("edi", 0x2ffc)
                .expectWord(0x3000, 7);
    }

    @Test
    @DisplayName("REPNE SCAS stops behind the element found")
    void scan() {
        Trial.of("f2 ae").set("eax", 0x0c).set("edi", 0x2000).set("ecx", 10).bytes(0x2000, "0a0b0c0d").run(3).expect("edi", 0x2003)
                .expect("ecx", 7).expect("eip", CODE + 2).expectFlags(ZF, ZF);
    }

    @Test
    @DisplayName("REPE CMPS sets flags with its last unit only")
    void compare() {
        Trial t = Trial.of("f3 a6").set("esi", 0x2000).set("edi", 0x3000).set("ecx", 2).set("eflags", 3).bytes(0x2000, "0105")
                .bytes(0x3000, "0107");
        t.run(1).expectFlags(CF | ZF, CF).expect("eip", CODE).run(1).expectFlags(CF | ZF | SF, CF | SF).expect("eip", CODE + 2);
    }

    @Test
    @DisplayName("with an address size of 16 count in CX and leave the upper halves alone")
    void addressSize() {
        Trial.of("67 f3 aa").set("edi", 0x5000ffffL).set("ecx", 0x70000002).set("eax", 0x55).run(2).expect("edi", 0x50000001L)
                .expect("ecx", 0x70000000)
                .expectWord(0xfffc, 0x55000000L).expectWord(0, 0x55);
    }

    @Test
    @DisplayName("LODS obeys a segment override, STOS keeps to ES")
    void overrides() {
        Trial.of("64 ac").set("fs.base", 0x100).set("esi", 0x2000).bytes(0x2100, "99").run(1).expect("eax", 0x99);
        Trial.of("64 aa").set("fs.base", 0x100).set("edi", 0x2000).set("eax", 0x77).run(1).expectWord(0x2000, 0x77);
    }
}
