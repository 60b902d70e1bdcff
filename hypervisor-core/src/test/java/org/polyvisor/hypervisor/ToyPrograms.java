package org.polyvisor.hypervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.polyvisor.hypervisor.engine.Host;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.hypervisor.toy.Toy;
import org.polyvisor.hypervisor.toy.ToyMachine;
import org.polyvisor.isa.Architecture;

/**
 * Machines with random programs for the supervisor's state: slots that begin with a change of state, and a handler of all interruptions
 * that goes on with the next slot. Each address space has a copy of its own.
 */
final class ToyPrograms {
    private static final int CODE = 0x240, SLOT = 0x40, SLOTS = 40, COUNT = 0xff0, COPY = 0x1000;
    private static final List<String> NAMES = List.of("ADD", "ADDI", "SUB", "CMP", "INC", "SETC", "ADC", "JZ", "JNZ", "JC", "JN", "LI",
            "LD", "ST", "LDB", "STB", "XM", "SUMB", "DIV", "FILL", "TIME", "EX", "ADDT", "CALL", "MASK", "WAIT", "GETM", "GETU", "PORT",
            "WAITT", "RETI", "SPACE");

    private final RandomGenerator random;
    private final List<String> lines = new ArrayList<>();

    private ToyPrograms(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static BareMachine machine(Architecture a, long seed, Function<Storage, Host> maker) {
        return new ToyPrograms(seed).make(a, maker);
    }

    private BareMachine make(Architecture a, Function<Storage, Host> maker) {
        BareMachine m = ToyMachine.of(a, ToyMachine.STORAGE, maker, "JMP 0 0 16");
        List<String> rows = a.rows().stream().map(r -> r.mnemonic()).toList();
        for (int i = 0; i < SLOTS; i++) slot(i, NAMES.stream().filter(rows::contains).toList());
        byte[] handler = Toy.assemble("LI 6 0 " + COUNT, "LD 7 6 0", "ADDI 7 0 " + SLOT, "LI 5 0 " + (CODE + SLOT * SLOTS), "CMP 7 5",
                "JNZ 0 0 2", "LI 7 0 " + CODE, "ST 7 6 0", "GO 0 7 0"), code = Toy.assemble(lines.toArray(String[]::new));
        for (int copy = 0; copy < ToyMachine.STORAGE; copy += COPY) {
            m.load(copy + 0x100, handler);
            m.load(copy + CODE, code);
            m.load(copy + COUNT, new byte[] {(byte) CODE, CODE >> 8});
        }
        for (long at = 1; at < 20_000; at += 1 + random.nextInt(100)) {
            int line = random.nextInt(8);
            m.schedule(at, () -> m.request(line));
        }
        return m;
    }

    private void slot(int n, List<String> names) {
        int state = random.nextInt(2) | random.nextInt(256) << 8;
        lines.add("LI 1 0 " + (CODE + SLOT * n + 8));
        lines.add("GO 0 1 " + (short) state);
        while (lines.size() < SLOT / 4 * (n + 1) - 1) lines.add(line(names.get(random.nextInt(names.size()))));
        lines.add("CALL");
    }

    private String line(String name) {
        int r = random.nextInt(8), left = SLOT / 4 - lines.size() % (SLOT / 4);
        return switch (name) {
            case "SPACE" -> {
                if (left < 3) yield "INC 2";
                lines.add("LI 3 0 " + random.nextInt(16));
                yield "SPACE 3";
            }
            case "LI" -> "LI " + r + " 0 " + (random.nextInt(8) == 0 ? random.nextInt(0x7000, 0x7fff) : random.nextInt(0xd00));
            default -> name + " " + r + " " + random.nextInt(8) + " " + (name.startsWith("J") ? random.nextInt(1, left + 1)
                    : random.nextInt(0x800));
        };
    }
}
