package org.polyvisor.isa.s370;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.engine.Processor;
import org.polyvisor.hypervisor.engine.Storage;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.s370.oracle.CaseStorage;
import org.polyvisor.isa.s370.oracle.HerculesCase;
import org.polyvisor.isa.s370.oracle.HerculesResult;
import org.polyvisor.isa.s370.oracle.HerculesResult.Ending;
import org.polyvisor.isa.s370.oracle.StoragePiece;

/**
 * Runs cases on our machine, as the driver runs them on Hercules. Translated, an instruction is a region of its own, since the SVCs around
 * it are none's part; the end is not a stop, which code is not translated with, but a wait.
 */
final class Replay {
    /** How many cases one machine runs, or machines that share decoded code: it is looked for among all that began at the same address. */
    private static final int CASES = 500;
    private static final int INSTRUCTIONS = 10_000;
    private static final int LOW = 4096;
    /** A time of day none of whose bytes is one that storage holds before. */
    private static final long CLOCK = 0xe3a1_c24e_b9dc_5173L;

    private static final long WAIT = 1L << 49;

    private final S370 set = new S370();
    private final Architecture architecture;
    private final int storage;
    private final boolean translated;
    /** All processors are its simulators, so that code of the same bytes is decoded once. */
    private Processor decoder;
    private final Limits limits = new Limits(INSTRUCTIONS, Set.copyOf(CaseStorage.NEW_PSWS.values()), Set.of(), () -> false);
    private BareMachine machine;
    private int cases;
    private int inRegions;

    Replay(int megabytes, boolean translated) throws UsageException {
        storage = megabytes << 20;
        this.translated = translated;
        architecture = set.architecture("s370");
    }

    /** {@return how many cases began in translated code} */
    int inRegions() {
        return inRegions;
    }

    /** A page that was stored into is translated reluctantly, so each translated case has a machine of its own. */
    HerculesResult run(HerculesCase c) {
        boolean anew = cases++ % CASES == 0;
        if (anew) decoder = new Processor(architecture, new Storage(architecture, 1 << architecture.pageBits()));
        if (translated || anew)
            machine = new BareMachine(set, architecture, BareMachine.Settings.of(storage), decoder::simulator);
        Processor cpu = machine.processor();
        byte[] low = low();
        machine.load(0, low);
        machine.load(CaseStorage.FIRST, CaseStorage.filled(CaseStorage.FIRST_LENGTH));
        machine.load(storage - CaseStorage.END_LENGTH, CaseStorage.filled(CaseStorage.END_LENGTH));
        for (StoragePiece p : c.storage()) machine.load(p.address(), p.bytes());
        byte[] first = machine.read(CaseStorage.FIRST, CaseStorage.FIRST_LENGTH);
        byte[] end = machine.read(storage - CaseStorage.END_LENGTH, CaseStorage.END_LENGTH);
        cpu.restart();
        for (int i = 0; i < CaseStorage.BLOCKS; i++) cpu.attribute(CaseStorage.block(i, storage) / CaseStorage.BLOCK, c.keys()[i] & 0xff);
        for (int i = 0; i < 16; i++) cpu.set(Registers.GR[i], c.registers()[i]);
        cpu.set(Registers.CR[0], 0xe0);
        cpu.set(Registers.CLOCK_ORIGIN, CLOCK);
        cpu.set(Registers.CR[8], c.monitorMasks());
        Psw.write(cpu, c.psw(), true);
        run(c, cpu);
        return result(first, end);
    }

    private void run(HerculesCase c, Processor cpu) {
        if (translated) machine.host().tier(Tier.EAGER);
        Outcome o = machine.run(translated ? Limits.of(INSTRUCTIONS) : limits);
        if (!(translated ? o instanceof Outcome.Waiting : o instanceof Outcome.Stop)) throw new AssertionError(o + " after " + c);
        if (cpu.regionEntries() > 0) inRegions++;
    }

    private byte[] low() {
        ByteBuffer b = ByteBuffer.allocate(LOW);
        CaseStorage.NEW_PSWS.forEach((at, address) -> b.putLong(at, translated ? WAIT | address : address));
        return b.array();
    }

    private HerculesResult result(byte[] first, byte[] end) {
        Processor cpu = machine.processor();
        int[] registers = new int[16];
        for (int i = 0; i < 16; i++) registers[i] = (int) cpu.get(Registers.GR[i]);
        int at = (int) Psw.read(cpu) & Psw.ADDRESS;
        List<Integer> entries = CaseStorage.NEW_PSWS.keySet().stream().sorted().map(CaseStorage.NEW_PSWS::get).collect(Collectors.toList());
        byte[] keys = new byte[CaseStorage.BLOCKS];
        for (int i = 0; i < keys.length; i++) keys[i] = (byte) cpu.attribute(CaseStorage.block(i, storage) / CaseStorage.BLOCK);
        ByteBuffer old = ByteBuffer.wrap(machine.read(CaseStorage.OLD_PSWS, 24));
        List<StoragePiece> changes = new ArrayList<>();
        compare(changes, CaseStorage.FIRST, first);
        compare(changes, storage - CaseStorage.END_LENGTH, end);
        return new HerculesResult(Ending.values()[entries.indexOf(at)], registers, old.getLong(), old.getLong(), old.getLong(),
                machine.read(CaseStorage.ASSIGNED, CaseStorage.ASSIGNED_LENGTH), machine.read(0, CaseStorage.LOW_LENGTH), keys, changes);
    }

    private void compare(List<StoragePiece> changes, int address, byte[] before) {
        byte[] after = machine.read(address, before.length);
        for (int i = 0; i < before.length; ) {
            int end = i;
            while (end < before.length && !Arrays.equals(before, end, end + 4, after, end, end + 4)) end += 4;
            if (end > i) changes.add(new StoragePiece(address + i, Arrays.copyOfRange(after, i, end)));
            i = end + 4;
        }
    }
}
