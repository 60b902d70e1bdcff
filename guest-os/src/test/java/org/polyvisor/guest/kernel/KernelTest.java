package org.polyvisor.guest.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyvisor.guest.program.SystemCall;
import org.polyvisor.isa.guest.TrapCause;

@DisplayName("The kernel")
class KernelTest {

    // ---- scheduling

    @Test
    @DisplayName("begins with the first program, and lets the next one run at each tick")
    void roundRobin() {
        KernelBench k = new KernelBench(3).boot();
        StringBuilder order = new StringBuilder().append(k.running());
        for (int i = 0; i < 6; i++) order.append(k.ticks(1).running());
        assertEquals("abcabca", order.toString());
        assertEquals(7, k.get("Arch", "clock"), "the timer is requested at the start and at each tick");
    }

    @Test
    @DisplayName("lets the same program go on if no other can, and the next at once if it gives up its turn")
    void yields() {
        KernelBench k = new KernelBench(2).boot();
        assertEquals('b', k.call(SystemCall.YIELD).running());
        assertEquals('a', k.call(SystemCall.EXIT).running());
        assertEquals('a', k.ticks(1).running());
        assertEquals('a', k.call(SystemCall.YIELD).running());
    }

    @Test
    @DisplayName("goes on with a program behind a system call that needs no waiting")
    void calls() {
        KernelBench k = new KernelBench(2).boot().ticks(3);
        assertEquals('b', k.call(SystemCall.TIME).running());
        assertEquals(3, k.result());
        assertEquals(1, k.call(SystemCall.TASK).result());
        assertEquals(SystemCall.REFUSED, k.call(11).result());
        assertEquals(SystemCall.REFUSED, k.call(0).result());
        assertEquals(SystemCall.REFUSED, k.call(-1).result());
        assertEquals('b', k.running());
    }

    @Test
    @DisplayName("wakes a program after as many ticks as it asked for")
    void sleep() {
        KernelBench k = new KernelBench(2).boot();
        assertEquals('b', k.call(SystemCall.SLEEP, 2, 0, 0).running());
        assertEquals('b', k.ticks(1).running());
        assertEquals('a', k.ticks(1).running());
        assertEquals(0, k.result());
        assertEquals('b', k.call(SystemCall.SLEEP, -5, 0, 0).running());
        assertEquals('a', k.ticks(1).running());
    }

    @Test
    @DisplayName("waits while all sleep")
    void idle() {
        KernelBench k = new KernelBench(1).boot().call(SystemCall.SLEEP, 2, 0, 0);
        assertEquals('-', k.running());
        assertEquals('-', k.ticks(1).running());
        assertEquals('a', k.ticks(1).running());
        assertEquals(-1, k.halted());
    }

    @Test
    @DisplayName("ends the machine when all programs have ended")
    void end() {
        KernelBench k = new KernelBench(2).boot().call(SystemCall.EXIT, 7, 0, 0);
        assertEquals(List.of("* a ended, code 7"), k.lines());
        assertEquals(-1, k.halted());
        k.call(SystemCall.EXIT, -2_147_483_648, 0, 0);
        assertEquals(List.of("* b ended, code -2147483648", "* all tasks ended"), k.lines());
        assertEquals(0, k.halted());
    }

    // ---- messages

    @Test
    @DisplayName("hands a message to a program that waits for one")
    void receiver() {
        KernelBench k = new KernelBench(2).boot();
        assertEquals('b', k.call(SystemCall.RECEIVE).running());
        assertEquals(0, k.call(SystemCall.SEND, 0, 42, 0).result());
        assertEquals('b', k.running());
        assertEquals('a', k.ticks(1).running());
        assertEquals(42, k.result());
    }

    @Test
    @DisplayName("keeps eight messages in order, and says that there is no room for more")
    void mailbox() {
        KernelBench k = new KernelBench(2).boot();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < Messages.ROOM; i++) assertEquals(0, k.call(SystemCall.SEND, 1, round * 100 + i, 0).result());
            assertEquals(SystemCall.FULL, k.call(SystemCall.SEND, 1, 8, 0).result());
            k.ticks(1);
            for (int i = 0; i < Messages.ROOM - 1; i++) assertEquals(round * 100 + i, k.call(SystemCall.RECEIVE).result());
            k.ticks(1);
            assertEquals(0, k.call(SystemCall.SEND, 1, -1, 0).result());
            k.ticks(1);
            assertEquals(round * 100 + Messages.ROOM - 1, k.call(SystemCall.RECEIVE).result());
            assertEquals(-1, k.call(SystemCall.RECEIVE).result());
            k.ticks(1);
        }
    }

    @Test
    @DisplayName("refuses messages to nobody")
    void nobody() {
        KernelBench k = new KernelBench(2).boot().call(SystemCall.EXIT);
        for (int to : new int[] {0, 2, -1, 2_147_483_647, -2_147_483_648})
            assertEquals(SystemCall.REFUSED, k.call(SystemCall.SEND, to, 1, 0).result());
    }

    @Test
    @DisplayName("ends programs that wait for messages when nobody is left to send one")
    void deadlock() {
        KernelBench k = new KernelBench(3).boot().call(SystemCall.RECEIVE).call(SystemCall.EXIT);
        k.lines();
        k.call(SystemCall.RECEIVE);
        assertEquals(List.of("* a abend: deadlock", "* c abend: deadlock", "* all tasks ended"), k.lines());
        assertEquals(0, k.halted());
    }

    // ---- memory

    @Test
    @DisplayName("gives memory behind the image, on a boundary of two words, down to the stack")
    void memory() {
        KernelBench k = new KernelBench(1).boot();
        assertEquals(Arch.BASE + 8, k.call(SystemCall.MEMORY, 5, 0, 0).result());
        assertEquals(Arch.BASE + 16, k.call(SystemCall.MEMORY, 8, 0, 0).result());
        int left = Arch.SIZE - 4_096 - 24;
        for (int size : new int[] {0, -1, -2_147_483_648, 2_147_483_647, left + 1})
            assertEquals(SystemCall.REFUSED, k.call(SystemCall.MEMORY, size, 0, 0).result());
        assertEquals(Arch.BASE + 24, k.call(SystemCall.MEMORY, left, 0, 0).result());
        assertEquals(SystemCall.REFUSED, k.call(SystemCall.MEMORY, 1, 0, 0).result());
    }

    /** The array there has 16 elements. */
    @ParameterizedTest
    @CsvSource({"0x400100, 0, 16, 16", "0x400100, 16, 0, 0", "0x400100, 3, 13, 13", "0x400100, 0, 17, -1", "0x400100, 16, 1, -1",
        "0x400100, -1, 1, -1", "0x400100, 0, -1, -1", "0x400100, 1, 0x7fffffff, -1", "0x400100, 0x7fffffff, 1, -1",
        "0x400100, 0x7fffffff, 0x7fffffff, -1", "0x400100, -2147483648, -2147483648, -1", "0x400101, 0, 1, -1", "0x400102, 0, 1, -1",
        "0x3ffffc, 0, 1, -1", "0x410000, 0, 0, -1", "0x40fffe, 0, 0, -1", "0, 0, 1, -1", "-4, 0, 1, -1", "0x7ffffffc, 0, 1, -1",
        "-2147483648, 0, 1, -1", "0x40fffc, 0, 1, -1"})
    @DisplayName("takes a buffer only if it is in the program's region as a whole")
    void buffers(String reference, String offset, String length, int result) {
        KernelBench k = new KernelBench(1).boot();
        k.call(SystemCall.WRITE, Integer.decode(reference), Integer.decode(offset), Integer.decode(length));
        assertEquals(result, k.result());
        k.call(SystemCall.READ, Integer.decode(reference), Integer.decode(offset), Integer.decode(length));
        assertEquals(result < 0 ? 'a' : '-', k.running());
    }

    // ---- console

    @Test
    @DisplayName("prints lines when they are complete, and what is left when a program ends")
    void lines() {
        KernelBench k = new KernelBench(2).boot().write("one\ntw");
        assertEquals(List.of("a: one"), k.lines());
        k.ticks(1).write("\n\t\u00e9\n").ticks(1).write("o").call(SystemCall.EXIT);
        assertEquals(List.of("b: ", "b: ..", "a: two", "* a ended, code 0"), k.lines());
    }

    @Test
    @DisplayName("breaks lines that are too long for the console")
    void longLine() {
        KernelBench k = new KernelBench(1).boot().write("x".repeat(Line.ROOM + 1) + "\n");
        assertEquals(List.of("a: " + "x".repeat(Line.ROOM), "a: x"), k.lines());
    }

    @Test
    @DisplayName("gives typed lines to the programs that wait for them, cut to their buffers")
    void reading() {
        KernelBench k = new KernelBench(2).boot().call(SystemCall.READ, KernelBench.BUFFER, 2, 3);
        assertEquals('b', k.running());
        assertEquals('b', k.type("typed").running());
        assertEquals('a', k.ticks(1).running());
        assertEquals(3, k.result());
        assertEquals("\0\0typ\0", new String(k.array(0), 0, 6, StandardCharsets.ISO_8859_1));
        k.type("early").call(SystemCall.READ, KernelBench.BUFFER, 0, 16).ticks(1);
        assertEquals('a', k.running());
        assertEquals(5, k.result());
    }

    @Test
    @DisplayName("a line that is typed ends a wait")
    void readingWakes() {
        KernelBench k = new KernelBench(1).boot().call(SystemCall.READ, KernelBench.BUFFER, 0, 16);
        assertEquals('-', k.running());
        assertEquals('-', k.ticks(5).running());
        assertEquals('a', k.type("").running());
        assertEquals(0, k.result());
    }

    // ---- abends

    @ParameterizedTest
    @CsvSource({TrapCause.PRIVILEGED + ", privileged operation", TrapCause.PROTECTION + ", protection", TrapCause.INDEX + ", index",
        TrapCause.DIVIDE + ", divide", TrapCause.NULL + ", null reference", TrapCause.OPERATION + ", operation", TrapCause.OTHER + ", trap"})
    @DisplayName("ends a program that did what it must not, with place and instruction")
    void abend(int cause, String why) {
        KernelBench k = new KernelBench(2).boot().write("half");
        k.pc(Arch.BASE + 1);
        assertEquals('b', k.trap(cause).running());
        assertEquals(List.of("a: half", "* a abend: " + why + " at A.main 1", "*   00400001  AB34  two"), k.lines());
        assertEquals('b', k.ticks(2).running());
    }

    @Test
    @DisplayName("shows bytes alone of what is in no listing, and none outside the program's region")
    void unlisted() {
        KernelBench k = new KernelBench(4).boot();
        k.pc(Arch.BASE + 2);
        k.trap(TrapCause.OPERATION);
        assertEquals(List.of("* a abend: operation", "*   00400002  34567856"), k.lines());
        k.pc(-1);
        k.trap(TrapCause.PROTECTION);
        assertEquals(List.of("* b abend: protection", "*   FFFFFFFF  "), k.lines());
        k.pc(Arch.BASE + 3);
        k.trap(TrapCause.OPERATION);
        assertEquals(List.of("* c abend: operation", "*   00400003  56  one"), k.lines());
        k.pc(0);
        k.trap(TrapCause.PROTECTION);
        assertEquals(List.of("* d abend: protection", "*   00000000  ", "* all tasks ended"), k.lines());
    }

    @Test
    @DisplayName("ends a program that used up its time, of which sleep is no part")
    void timeLimit() {
        KernelBench k = new KernelBench(2);
        k.set("Boot", "timeLimit", 3);
        k.boot().call(SystemCall.SLEEP, 100, 0, 0);
        assertEquals('b', k.ticks(2).running());
        assertEquals('-', k.ticks(1).running());
        assertEquals(List.of("* b abend: time limit at A.main 1", "*   00400000  12  one"), k.lines());
        assertEquals('a', k.ticks(97).running());
    }

    @Test
    @DisplayName("ends the machine as faulty if something traps while nothing runs")
    void impossible() {
        KernelBench k = new KernelBench(1).boot().call(SystemCall.SLEEP, 100, 0, 0).trap(TrapCause.PROTECTION);
        assertEquals(Kernel.IMPOSSIBLE, k.halted());
    }
}
