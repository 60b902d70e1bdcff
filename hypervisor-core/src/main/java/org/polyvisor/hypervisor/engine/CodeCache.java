package org.polyvisor.hypervisor.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polyvisor.isa.Access;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.semantics.RecordedInstruction;

/** Decodes code into blocks, and finds them again as long as they are right. */
final class CodeCache {
    static final int BLOCK_LIMIT = 48;
    /** As many in a page whose code was stored into so often. */
    private static final int MODIFIED_LIMIT = 6, OFTEN_MODIFIED = 64;
    private static final int MOST_EXECUTED = 4096;
    /** So many instructions, about a kilobyte each: what a guest executes must not use up the host's memory. */
    static final int MOST_KEPT = 1 << 19;

    private final Processor cpu;
    private final Architecture architecture;
    private final FlagLiveness liveness;
    private final Lowering lowering;
    private final Map<Integer, Mode> modes = new HashMap<>();
    private final Map<Long, Block> deliveries = new HashMap<>();
    private final Map<Executed, Block> executed = new HashMap<>();
    /** Instructions that were kept since all code was forgotten. */
    private int kept;

    /** An executed instruction: everything its meaning depends on. */
    private record Executed(View view, long bytes, int pc, int mode, int length) {}

    CodeCache(Processor cpu, Architecture architecture) {
        this.cpu = cpu;
        this.architecture = architecture;
        liveness = new FlagLiveness(cpu.flags);
        lowering = new Lowering(cpu);
    }

    void clear() {
        deliveries.clear();
        executed.clear();
        kept = 0;
    }

    int kept() {
        return kept;
    }

    private Mode mode() {
        return modes.computeIfAbsent(cpu.modeWord(), architecture.registers()::mode);
    }

    // ---- finding

    /** A block that may be interpreted now without asking further, or null. */
    Block lookup(Context context, int pc) {
        if (cpu.stopsAt(pc)) return null;
        Block b = context.find(pc, cpu.modeWord());
        return b != null && b.region == null && b.right(context.translations, null, 0) ? b : null;
    }

    private boolean right(Context context, Block b) {
        if (!b.right(context.translations, cpu.memory, b.pc + context.fetchBase & cpu.memory.addressMask)) return false;
        if (b.region != null && b.region.dropped()) b.region = null;
        if (b.region != null) b.epoch = 0; // no way leads here past the region
        return true;
    }

    /** The block at an address, or its first {@code most} instructions. */
    Block block(Context context, int pc, int most) {
        Block b = context.find(pc, cpu.modeWord());
        if (b != null && b.size <= most && right(context, b)) return b;
        if (most < BLOCK_LIMIT) return shortened(context, pc, Integer.highestOneBit(most));
        b = decodeToKeep(context, pc, limit(context, pc));
        context.keep(b);
        return b;
    }

    /** How far to decode ahead: not far in code that is about to be stored into again. */
    private int limit(Context context, int pc) {
        Frame f = context.translations.frame((pc + context.fetchBase & cpu.memory.addressMask) >>> cpu.memory.pageShift);
        return f == null || f.modified < OFTEN_MODIFIED ? BLOCK_LIMIT : MODIFIED_LIMIT;
    }

    private Block decodeToKeep(Context context, int pc, int limit) {
        if (kept >= MOST_KEPT) throw Signal.Full.SIGNAL;
        Block b = decode(context, pc, limit);
        guard(context, b);
        kept += b.size;
        return b;
    }

    /** The first instructions of a block, for the end of a budget: of a few sizes, so that they serve many budgets. */
    private Block shortened(Context context, int pc, int size) {
        Block b = context.findShortened(pc, cpu.modeWord(), size);
        if (b != null && right(context, b)) return b;
        b = decodeToKeep(context, pc, size);
        if (b.size < size || b.ends) context.keep(b);
        else context.keepShortened(b, size);
        return b;
    }

    /** One instruction, not kept and not guarded: it may store into itself. */
    Block single(Context context, int pc) {
        return unkept(context, pc, 1);
    }

    /** At most so many instructions, likewise. */
    Block unkept(Context context, int pc, int most) {
        Block b = decode(context, pc, most);
        b.drop();
        return b;
    }

    /** Makes stores into the block's code known to it. */
    private void guard(Context context, Block b) {
        Memory m = cpu.memory;
        Translations t = context.translations;
        for (int i = 0; i < b.size; i++) {
            Block.Spot in = b.spot(i);
            int from = in.pc() + context.fetchBase & m.addressMask;
            for (int done = 0; done < in.length(); ) {
                int at = from + done & m.addressMask, offset = at & m.offsetMask, n = Math.min(in.length() - done, m.offsetMask + 1 - offset);
                Frame f = t.frame(at >>> m.pageShift);
                if (f == null) {
                    b.drop();
                    return;
                }
                f.guard(offset, offset + n);
                b.from(at >>> m.pageShift, f);
                done += n;
            }
        }
        b.epoch = t.epoch;
    }

    // ---- decoding

    private Block decode(Context context, int pc, int most) {
        boolean shared = !cpu.view.anyStops();
        SharedCode.Place place = new SharedCode.Place(pc, cpu.modeWord(), context.fetchBase, most);
        Block b = shared ? cpu.shared.find(place, i -> fetch(context, pc + i), cpu.view::intercepts) : null;
        if (b != null) {
            cpu.learn();
            return b;
        }
        cpu.learn();
        Stream from = new Stream(context, pc);
        List<Row> rows = new ArrayList<>();
        b = lowered(pc, cpu.modeWord(), line(from, most, rows));
        if (shared) cpu.shared.keep(place, from.places(), from.bytes(), rows, cpu.view::intercepts, b);
        return b;
    }

    /** Instructions from an address on, as far as one page goes. */
    private List<Prepared> line(Stream from, int most, List<Row> rows) {
        int[] known = cpu.flags.unknown();
        List<Prepared> line = new ArrayList<>();
        Mode mode = mode();
        for (int at = from.begin; line.size() < most; ) {
            try {
                Template t = cpu.shared.instructions.find(from, at, mode.word());
                if (t == null || cpu.view.intercepts(t.row)) {
                    line.add(prepare(from, at, mode, known, rows));
                } else {
                    line.add(t.prepare(at, known));
                    rows.add(t.row);
                }
            } catch (Signal.Ahead _) {
                break;
            }
            from.first = false;
            RecordedInstruction in = line.getLast().in();
            at = in.next();
            if (in.ends() || from.leaves(at) || cpu.stopsAt(at)) break;
        }
        liveness.dropDead(line);
        return line;
    }

    /** An instruction that is not known wherever it lies. */
    private Prepared prepare(Stream from, int at, Mode mode, int[] known, List<Row> rows) {
        DecodingTree.Look look = new DecodingTree.Look(from, at);
        Code code = new Code(look, at, mode);
        Instruction i = architecture.decode(code, at);
        RecordedInstruction in = cpu.view.record(architecture, i, mode);
        rows.add(i.row());
        if (code.located() || !in.positionIndependent() || from.changes) return cpu.flags.prepare(in, known);
        Template t = new Template(i.row(), cpu.flags, cpu.flags.defer(in), cpu.memory.addressMask);
        cpu.shared.instructions.keep(look, mode.word(), code.granule(), t);
        return t.prepare(at, known);
    }

    /** The bytes of a block while it is decoded: only the first instruction may go on to another page. */
    private final class Stream implements Code.Fetch {
        final int begin;
        boolean first = true;
        /** Whether this is code that is often stored into: it will not be the same for long. */
        final boolean changes;
        private final Context context;
        private final int page;
        /** Bytes that were looked at, in order, and where, from the beginning. */
        private byte[] bytes = new byte[64];
        private int[] places = new int[64];
        private int count;
        private final BitSet seen = new BitSet();

        Stream(Context context, int begin) {
            this.context = context;
            this.begin = begin;
            page = page(begin);
            changes = limit(context, begin) == MODIFIED_LIMIT;
        }

        private int page(int address) {
            return (address + context.fetchBase & cpu.memory.addressMask) >>> cpu.memory.pageShift;
        }

        boolean leaves(int address) {
            return page(address) != page;
        }

        @Override
        public int byteAt(int address) {
            if (!first && leaves(address)) throw Signal.Ahead.SIGNAL;
            int v = fetch(context, address), at = address - begin & cpu.memory.addressMask;
            if (seen.get(at)) return v;
            seen.set(at);
            if (count == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * count);
                places = Arrays.copyOf(places, 2 * count);
            }
            bytes[count] = (byte) v;
            places[count++] = at;
            return v;
        }

        int[] places() {
            return Arrays.copyOf(places, count);
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, count);
        }
    }

    private Block lowered(int pc, int mode, List<Prepared> line) {
        Block b = new Block(pc, mode, line);
        lowering.lower(b, line);
        return b;
    }

    /** The delivery of an interruption. */
    Block delivery(Interruption i) {
        int word = cpu.modeWord();
        long key = ((long) i.type().number() << 32 | i.code() & 0xffff_ffffL) << 24 ^ word;
        Block b = deliveries.get(key);
        if (b != null) return b;
        if (deliveries.size() == SharedCode.MOST_DELIVERIES) deliveries.clear();
        b = cpu.shared.delivery(key, () -> lowered(-1, word,
                List.of(cpu.flags.prepare(architecture.delivery(i.type(), i.code(), mode()), cpu.flags.unknown()))));
        cpu.learn();
        deliveries.put(key, b);
        return b;
    }

    /** An instruction that another one executes: bytes from elsewhere, address and length of the other. */
    Block executed(Context context, Block.Spot by, int address, int modifier) {
        Memory m = cpu.memory;
        byte[] head = {(byte) fetch(context, address), (byte) fetch(context, address + 1)};
        byte[] modified = architecture.encoding().modify(head.clone(), modifier);
        long[] bytes = {0, 0};
        Mode mode = mode();
        Instruction i = architecture.decode(a -> {
            int n = a - by.pc() & m.addressMask;
            int v = n < 2 ? modified[n] & 0xff : fetch(context, address + n);
            if (n < 8 && bytes[1] <= n) {
                bytes[0] |= (long) v << 8 * n;
                bytes[1] = n + 1;
            }
            return v;
        }, by.pc(), mode);
        Executed key = new Executed(cpu.view, bytes[0], by.pc(), mode.word(), by.length());
        Block b = executed.get(key);
        if (b != null) return b;
        if (executed.size() == MOST_EXECUTED) executed.clear();
        b = lowered(by.pc(), mode.word(),
                List.of(cpu.flags.prepare(cpu.view.recordExecuted(architecture, i, mode, by.length()), cpu.flags.unknown())));
        b.drop();
        executed.put(key, b);
        return b;
    }

    private int fetch(Context context, int address) {
        return cpu.memory.fetch(address + context.fetchBase & cpu.memory.addressMask);
    }
}
