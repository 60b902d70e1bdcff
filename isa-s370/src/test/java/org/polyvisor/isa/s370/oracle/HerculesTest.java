package org.polyvisor.isa.s370.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.polyvisor.isa.s370.oracle.CaseBuilder.CODE;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.polyvisor.isa.s370.oracle.HerculesResult.Ending;

/** What the driver brings back is checked with cases whose results the manual tells: GA22-7000, "General Instructions", "Interruptions". */
class HerculesTest {
    private static final int DATA = CaseStorage.FIRST + 2 * CaseStorage.BLOCK;
    private static final int MEGABYTES = 8;
    private static final int END = MEGABYTES << 20;

    private final List<String> names = new ArrayList<>();
    private final List<HerculesCase> cases = new ArrayList<>();
    private final List<Consumer<HerculesResult>> checks = new ArrayList<>();

    @TestFactory
    @DisplayName("the driver tells what the manual says")
    Stream<DynamicTest> manual() throws IOException {
        Optional<Hercules> hercules = Hercules.find();
        assumeTrue(hercules.isPresent(), "Hercules is not installed");
        completing();
        interrupted();
        access();
        controlled();
        List<HerculesResult> results = hercules.get().run(cases, MEGABYTES);
        return IntStream.range(0, cases.size()).mapToObj(i -> DynamicTest.dynamicTest(names.get(i),
                () -> checks.get(i).accept(results.get(i))));
    }

    private void completing() {
        completes("AR sets CC 3 on overflow", add(), 2, 3, r -> assertEquals(0x8000_0000, r.registers()[1]));
        completes("MVC propagates a byte", new CaseBuilder("MVC").code("D204 3001 3000").register(3, DATA).put(DATA, "C1"), 6, 0,
                r -> assertEquals(List.of(StoragePiece.of(DATA, "C1C1C1C1 C1C10AFF")), r.changes()));
        completes("EX ORs the length in", new CaseBuilder("EX").code("4410 3000").register(1, 0xffff_ff02).register(3, DATA
                + 64).register(4, DATA)
                .put(DATA + 64, "D200 4000 3002"), 4, 0, r -> assertEquals(List.of(StoragePiece.of(DATA, "400030FF")), r.changes()));
        completes("STCK stores eight bytes", new CaseBuilder("STCK").code("B205 3000").register(3, DATA).put(DATA, "0000000000000000"), 4,
                0,
                r -> assertTrue(r.changes().stream().allMatch(p -> p.address() >= DATA && p.address() < DATA + 8)
                        && !r.changes().isEmpty()));
        completes("CS that finds another value loads it", new CaseBuilder("CS").code("BA12 3000").register(3, DATA).put(DATA, "00000005"),
                4, 1,
                r -> assertEquals(5, r.registers()[1]));
        completes("TS sets CC by the leftmost bit", new CaseBuilder("TS").code("9300 3000").register(3, DATA).put(DATA, "80000000"), 4, 1,
                r -> assertEquals(List.of(StoragePiece.of(DATA, "FF000000")), r.changes()));
        completes("MC with its class masked off does nothing", monitor(3, 0xefff), 4, 0, r -> {});
        completes("BALR keeps ILC, CC and program mask", new CaseBuilder("BALR").code("0510").conditionCode(2).programMask(5), 2, 2,
                r -> assertEquals(0x6500_0000 | CODE + 2, r.registers()[1]));
        completes("a store at the end of storage", new CaseBuilder("ST").code("5010 3000").register(3, END - 4), 4, 0,
                r -> assertEquals(List.of(StoragePiece.of(END - 4, "01010101")), r.changes()));
        completes("MVCL clears", new CaseBuilder("MVCL").code("0E46").register(4, DATA).register(5, 6).register(6, DATA).register(7, 0), 2,
                2,
                r -> assertEquals(DATA + 6, r.registers()[4]));
    }

    private void interrupted() {
        interrupts("AR with the overflow mask", add().programMask(8), 8, 1, CODE + 2, r -> {
            assertEquals(3, r.conditionCode());
            assertEquals(0x8000_0000, r.registers()[1]);
        });
        interrupts("D by zero", new CaseBuilder("D").code("5D40 3000").register(3, DATA).put(DATA, "00000000"), 9, 2, CODE + 4,
                HerculesTest::unchanged);
        interrupts("CVB without a sign", new CaseBuilder("CVB").code("4F40 3000").register(3, DATA).put(DATA, "0000000000000123"), 7, 2,
                CODE + 4,
                HerculesTest::unchanged);
        interrupts("MR with an odd register", new CaseBuilder("MR").code("1C34"), 6, 1, CODE + 2, HerculesTest::unchanged);
        interrupts("MVCL with an odd register", new CaseBuilder("MVCL").code("0E34"), 6, 1, CODE + 2, HerculesTest::unchanged);
        interrupts("EX of EX", new CaseBuilder("EX").code("4400 3000").register(3, DATA).put(DATA, "44003000"), 3, 2, CODE + 4,
                HerculesTest::unchanged);
        interrupts("an operation code that is none", new CaseBuilder("?").code("0000"), 1, 1, CODE + 2, HerculesTest::unchanged);
        interrupts("MC with its class open", monitor(3, 0x1000), 0x40, 2, CODE + 4, HerculesTest::unchanged);
        interrupts("MC of a class beyond 15", monitor(16, 0), 6, 2, CODE + 4, HerculesTest::unchanged);
        add("a branch to an odd address", new CaseBuilder("BR").code("07F3").register(3, DATA + 1), r -> {
            assertEquals(Ending.PROGRAM, r.ending());
            assertEquals(6, r.code());
        });
        add("SVC", new CaseBuilder("SVC").code("0A07"), r -> {
            assertEquals(Ending.SUPERVISOR_CALL, r.ending());
            assertEquals(7, r.code());
            assertEquals(CODE + 2, r.address());
        });
        add("a loop is ended by the interval timer", new CaseBuilder("B").code("47F0 3000").register(3, CODE).systemMask(1), r -> {
            assertEquals(Ending.EXTERNAL, r.ending());
            assertEquals(CODE, r.address());
        });
    }

    private void access() {
        interrupts("L beyond storage", new CaseBuilder("L").code("5840 3000").register(3, END), 5, 2, CODE + 4, HerculesTest::unchanged);
        interrupts("ST with another key", new CaseBuilder("ST").code("5040 3000").register(3, DATA).key(3).blockKey(2, 0x20), 4, 2, CODE
                + 4,
                HerculesTest::unchanged);
        interrupts("L from fetch-protected storage", new CaseBuilder("L").code("5840 3000").register(3, DATA).key(3).blockKey(2, 0x28), 4,
                2, CODE + 4,
                HerculesTest::unchanged);
        completes("L from storage that only stores are protected in",
                new CaseBuilder("L").code("5840 3000").register(3, DATA).key(3).blockKey(2, 0x20), 4, 0, r -> assertEquals(0x0aff_0aff,
                        r.registers()[4]));
        completes("ST with the same key", new CaseBuilder("ST").code("5040 3000").register(3, DATA).key(3).blockKey(2, 0x38), 4, 0,
                r -> assertEquals(1, r.changes().size()));
        completes("key 0 stores everywhere", new CaseBuilder("ST").code("5040 3000").register(3, DATA).blockKey(2, 0x38), 4, 0,
                r -> assertEquals(1, r.changes().size()));
    }

    private void controlled() {
        interrupts("LPSW in problem state", new CaseBuilder("LPSW").code("8200 3000").register(3, DATA).problem(), 2, 2, CODE + 4,
                HerculesTest::unchanged);
        add("LPSW", new CaseBuilder("LPSW").code("8200 3000").register(3, DATA).put(DATA, "00310000 2500 9400"), r -> {
            assertEquals(Ending.SUPERVISOR_CALL, r.ending());
            assertEquals(0x0031_00ff_6500_9402L, r.supervisorOld());
        });
        completes("SSK", new CaseBuilder("SSK").code("0843").register(3, DATA).register(4, 0x58), 2, 0, r -> assertEquals(0x58,
                r.keys()[2] & 0xf8));
        completes("ISK", new CaseBuilder("ISK").code("0943").register(3, DATA).register(4, -1).blockKey(2, 0x98), 2, 0,
                r -> assertEquals(0xffff_ff98, r.registers()[4]));
        add("SSM", new CaseBuilder("SSM").code("8000 3000").register(3, DATA).put(DATA, "A2"),
                r -> assertEquals(0xa200_00ff_4000_0000L | CODE + 6, r.supervisorOld() & 0xff00_ffff_c0ff_ffffL));
        completes("all keys come back", keys(), 2, 0, r -> {
            for (int i = 0; i < CaseStorage.BLOCKS; i++) assertEquals(i << 4 | 8, r.keys()[i] & 0xf8);
        });
    }

    // ---- parts

    private static CaseBuilder add() {
        return new CaseBuilder("AR").code("1A12").register(1, 0x7fff_ffff).register(2, 1);
    }

    private static CaseBuilder monitor(int type, int masks) {
        return new CaseBuilder("MC").code("AF%02X 0056".formatted(type)).monitorMasks(masks);
    }

    private static CaseBuilder keys() {
        CaseBuilder b = new CaseBuilder("LR").code("1812");
        for (int i = 0; i < CaseStorage.BLOCKS; i++) b.blockKey(i, i << 4 | 8);
        return b;
    }

    private void add(String name, CaseBuilder b, Consumer<HerculesResult> check) {
        names.add(name);
        cases.add(b.build());
        checks.add(check);
    }

    private void completes(String name, CaseBuilder b, int length, int conditionCode, Consumer<HerculesResult> check) {
        add(name, b, r -> {
            assertEquals(Ending.SUPERVISOR_CALL, r.ending(), r::toString);
            assertEquals(0xff, r.code());
            assertEquals(CODE + length + 2, r.address());
            assertEquals(conditionCode, r.conditionCode());
            check.accept(r);
        });
    }

    private void interrupts(String name, CaseBuilder b, int code, int length, int address, Consumer<HerculesResult> check) {
        add(name, b, r -> {
            assertEquals(Ending.PROGRAM, r.ending(), r::toString);
            assertEquals(code, r.code());
            assertEquals(length, r.length());
            assertEquals(address, r.address());
            check.accept(r);
        });
    }

    private static void unchanged(HerculesResult r) {
        assertEquals(List.of(), r.changes());
        for (int i = 4; i < 16; i++) assertEquals(VectorFile.register(i), r.registers()[i]);
    }
}
