package org.polyvisor.hypervisor.engine;

import static org.polyvisor.hypervisor.engine.MicroOp.*;

import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.semantics.Op;

/** Runs micro-ops, block after block, until the budget ends or something needs attention. */
final class Interpreter {
    private static final Op[] OPS = Op.values();

    private Interpreter() {}

    static void run(Processor cpu, Block first) {
        final long[] f = cpu.frame;
        final Memory m = cpu.memory;
        final Translations t = m.translations;
        final int late = cpu.lateSlot;
        Block b = first;
        byte[][] rd = t.read, wr = t.write;
        int[] c = b.code;
        int n = cpu.left, i = 0;
        try {
            while (true) {
                int way;
                switch (c[i]) {
                    case ADD: f[c[i + 1]] = (int) f[c[i + 2]] + (int) f[c[i + 3]]; i += 4; continue;
                    case SUB: f[c[i + 1]] = (int) f[c[i + 2]] - (int) f[c[i + 3]]; i += 4; continue;
                    case MUL: f[c[i + 1]] = (int) f[c[i + 2]] * (int) f[c[i + 3]]; i += 4; continue;
                    case AND: f[c[i + 1]] = f[c[i + 2]] & f[c[i + 3]]; i += 4; continue;
                    case OR: f[c[i + 1]] = f[c[i + 2]] | f[c[i + 3]]; i += 4; continue;
                    case XOR: f[c[i + 1]] = f[c[i + 2]] ^ f[c[i + 3]]; i += 4; continue;
                    case SHL: f[c[i + 1]] = (int) f[c[i + 2]] << (int) f[c[i + 3]]; i += 4; continue;
                    case SHR: f[c[i + 1]] = (int) f[c[i + 2]] >>> (int) f[c[i + 3]]; i += 4; continue;
                    case SAR: f[c[i + 1]] = (int) f[c[i + 2]] >> (int) f[c[i + 3]]; i += 4; continue;
                    case EQ: f[c[i + 1]] = f[c[i + 2]] == f[c[i + 3]] ? 1 : 0; i += 4; continue;
                    case LT: f[c[i + 1]] = f[c[i + 2]] < f[c[i + 3]] ? 1 : 0; i += 4; continue;
                    case ULT: f[c[i + 1]] = f[c[i + 2]] + Long.MIN_VALUE < f[c[i + 3]] + Long.MIN_VALUE ? 1 : 0; i += 4; continue;
                    case ADDI: f[c[i + 1]] = (int) f[c[i + 2]] + c[i + 3]; i += 4; continue;
                    case MULI: f[c[i + 1]] = (int) f[c[i + 2]] * c[i + 3]; i += 4; continue;
                    case ANDI: f[c[i + 1]] = f[c[i + 2]] & c[i + 3]; i += 4; continue;
                    case ORI: f[c[i + 1]] = f[c[i + 2]] | c[i + 3]; i += 4; continue;
                    case XORI: f[c[i + 1]] = f[c[i + 2]] ^ c[i + 3]; i += 4; continue;
                    case SHLI: f[c[i + 1]] = (int) f[c[i + 2]] << c[i + 3]; i += 4; continue;
                    case SHRI: f[c[i + 1]] = (int) f[c[i + 2]] >>> c[i + 3]; i += 4; continue;
                    case SARI: f[c[i + 1]] = (int) f[c[i + 2]] >> c[i + 3]; i += 4; continue;
                    case EQI: f[c[i + 1]] = f[c[i + 2]] == c[i + 3] ? 1 : 0; i += 4; continue;
                    case LTI: f[c[i + 1]] = f[c[i + 2]] < c[i + 3] ? 1 : 0; i += 4; continue;
                    case ULTI: f[c[i + 1]] = f[c[i + 2]] + Long.MIN_VALUE < c[i + 3] + Long.MIN_VALUE ? 1 : 0; i += 4; continue;
                    case WADD: f[c[i + 1]] = f[c[i + 2]] + f[c[i + 3]]; i += 4; continue;
                    case WSUB: f[c[i + 1]] = f[c[i + 2]] - f[c[i + 3]]; i += 4; continue;
                    case WMUL: f[c[i + 1]] = f[c[i + 2]] * f[c[i + 3]]; i += 4; continue;
                    case WSHL: f[c[i + 1]] = f[c[i + 2]] << f[c[i + 3]]; i += 4; continue;
                    case WSHR: f[c[i + 1]] = f[c[i + 2]] >>> f[c[i + 3]]; i += 4; continue;
                    case WSAR: f[c[i + 1]] = f[c[i + 2]] >> f[c[i + 3]]; i += 4; continue;
                    case SX8: f[c[i + 1]] = (byte) f[c[i + 2]]; i += 3; continue;
                    case SX16: f[c[i + 1]] = (short) f[c[i + 2]]; i += 3; continue;
                    case LOW: f[c[i + 1]] = (int) f[c[i + 2]]; i += 3; continue;
                    case ZX32: f[c[i + 1]] = f[c[i + 2]] & 0xffff_ffffL; i += 3; continue;
                    case MOV: f[c[i + 1]] = f[c[i + 2]]; i += 3; continue;
                    case MOVI: f[c[i + 1]] = c[i + 2]; i += 3; continue;
                    case SELECT: f[c[i + 1]] = f[c[i + 2]] != 0 ? f[c[i + 3]] : f[c[i + 4]]; i += 5; continue;
                    case LOAD: f[c[i + 1]] = Memory.load1(m, rd, (int) f[c[i + 2]] + c[i + 3]); i += 4; continue;
                    case LOAD + 1: f[c[i + 1]] = Memory.load2(m, rd, (int) f[c[i + 2]] + c[i + 3]); i += 4; continue;
                    case LOAD + 2: f[c[i + 1]] = Memory.load4(m, rd, (int) f[c[i + 2]] + c[i + 3]); i += 4; continue;
                    case LOAD + 3: f[c[i + 1]] = Memory.load8(m, rd, (int) f[c[i + 2]] + c[i + 3]); i += 4; continue;
                    case STORE: Memory.store1(m, wr, (int) f[c[i + 2]] + c[i + 3], (int) f[c[i + 1]]); i += 4; continue;
                    case STORE + 1: Memory.store2(m, wr, (int) f[c[i + 2]] + c[i + 3], (int) f[c[i + 1]]); i += 4; continue;
                    case STORE + 2: Memory.store4(m, wr, (int) f[c[i + 2]] + c[i + 3], (int) f[c[i + 1]]); i += 4; continue;
                    case STORE + 3: Memory.store8(m, wr, (int) f[c[i + 2]] + c[i + 3], f[c[i + 1]]); i += 4; continue;
                    case LOADX: f[c[i + 1]] = Memory.load1(m, rd, (int) f[c[i + 2]] + ((int) f[c[i + 3]] << c[i + 4]) + c[i + 5]); i += 6; continue;
                    case LOADX + 1: f[c[i + 1]] = Memory.load2(m, rd, (int) f[c[i + 2]] + ((int) f[c[i + 3]] << c[i + 4]) + c[i + 5]); i += 6; continue;
                    case LOADX + 2: f[c[i + 1]] = Memory.load4(m, rd, (int) f[c[i + 2]] + ((int) f[c[i + 3]] << c[i + 4]) + c[i + 5]); i += 6; continue;
                    case LOADX + 3: f[c[i + 1]] = Memory.load8(m, rd, (int) f[c[i + 2]] + ((int) f[c[i + 3]] << c[i + 4]) + c[i + 5]); i += 6; continue;
                    case STOREX: Memory.store1(m, wr, (int) f[c[i + 2]] + ((int) f[c[i + 3]] << c[i + 4]) + c[i + 5], (int) f[c[i + 1]]); i += 6; continue;
                    case STOREX + 1: Memory.store2(m, wr, (int) f[c[i + 2]] + ((int) f[c[i + 3]] << c[i + 4]) + c[i + 5], (int) f[c[i + 1]]); i += 6; continue;
                    case STOREX + 2: Memory.store4(m, wr, (int) f[c[i + 2]] + ((int) f[c[i + 3]] << c[i + 4]) + c[i + 5], (int) f[c[i + 1]]); i += 6; continue;
                    case STOREX + 3: Memory.store8(m, wr, (int) f[c[i + 2]] + ((int) f[c[i + 3]] << c[i + 4]) + c[i + 5], f[c[i + 1]]); i += 6; continue;
                    case LOADS: f[c[i + 1]] = (byte) Memory.load1(m, rd, (int) f[c[i + 2]] + c[i + 3]); i += 4; continue;
                    case LOADS + 1: f[c[i + 1]] = (short) Memory.load2(m, rd, (int) f[c[i + 2]] + c[i + 3]); i += 4; continue;
                    case LOADU: {
                        long v = Memory.load4(m, rd, (int) f[c[i + 2]] + c[i + 3]);
                        f[c[i + 2]] = (int) f[c[i + 2]] + c[i + 4];
                        f[c[i + 1]] = v;
                        i += 5;
                        continue;
                    }
                    case STOREU: {
                        int base = (int) f[c[i + 2]];
                        Memory.store4(m, wr, base + c[i + 3], (int) f[c[i + 1]]);
                        f[c[i + 2]] = base + c[i + 4];
                        i += 5;
                        continue;
                    }
                    case ADDANDI: f[c[i + 1]] = (int) f[c[i + 2]] + c[i + 3] & c[i + 4]; i += 5; continue;
                    case MIX: f[c[i + 1]] = f[c[i + 2]] & c[i + 3] | f[c[i + 4]]; i += 5; continue;
                    case SKIP: i += f[c[i + 1]] == 0 ? c[i + 2] : 3; continue;
                    case LATE: {
                        long x = f[c[i + 3]], y = f[c[i + 4]], z = f[c[i + 5]];
                        f[late] = c[i + 1]; f[late + 1] = c[i + 2]; f[late + 2] = x; f[late + 3] = y; f[late + 4] = z;
                        i += 6;
                        continue;
                    }
                    case LATE1: {
                        long x = f[c[i + 2]], y = f[c[i + 3]], z = f[c[i + 4]];
                        if ((f[late] & LateFlags.SHARED) != 0) LateFlags.unshare(f, late);
                        f[late + 1] = c[i + 1]; f[late + 2] = x; f[late + 3] = y; f[late + 4] = z;
                        i += 5;
                        continue;
                    }
                    case ADDL: {
                        long x = f[c[i + 2]], y = f[c[i + 3]];
                        int r = (int) x + (int) y;
                        f[c[i + 1]] = r;
                        f[late] = c[i + 4]; f[late + 1] = c[i + 5]; f[late + 2] = x; f[late + 3] = y; f[late + 4] = r;
                        i += 6;
                        continue;
                    }
                    case SUBL: {
                        long x = f[c[i + 2]], y = f[c[i + 3]];
                        int r = (int) x - (int) y;
                        f[c[i + 1]] = r;
                        f[late] = c[i + 4]; f[late + 1] = c[i + 5]; f[late + 2] = x; f[late + 3] = y; f[late + 4] = r;
                        i += 6;
                        continue;
                    }
                    case ANDL: { long r = f[c[i + 2]] & f[c[i + 3]]; f[c[i + 1]] = r; f[late] = c[i + 4]; f[late + 1] = c[i + 5]; f[late + 2] = r; i += 6; continue; }
                    case ORL: { long r = f[c[i + 2]] | f[c[i + 3]]; f[c[i + 1]] = r; f[late] = c[i + 4]; f[late + 1] = c[i + 5]; f[late + 2] = r; i += 6; continue; }
                    case XORL: { long r = f[c[i + 2]] ^ f[c[i + 3]]; f[c[i + 1]] = r; f[late] = c[i + 4]; f[late + 1] = c[i + 5]; f[late + 2] = r; i += 6; continue; }
                    case SHLL: {
                        long x = f[c[i + 2]], y = f[c[i + 4]];
                        int r = (int) x << c[i + 3];
                        f[c[i + 1]] = r;
                        f[late] = c[i + 5]; f[late + 1] = c[i + 6]; f[late + 2] = x; f[late + 3] = y; f[late + 4] = r;
                        i += 7;
                        continue;
                    }
                    case SHRL: {
                        long x = f[c[i + 2]], y = f[c[i + 4]];
                        int r = (int) x >>> c[i + 3];
                        f[c[i + 1]] = r;
                        f[late] = c[i + 5]; f[late + 1] = c[i + 6]; f[late + 2] = x; f[late + 3] = y; f[late + 4] = r;
                        i += 7;
                        continue;
                    }
                    case SARL: {
                        long x = f[c[i + 2]], y = f[c[i + 4]];
                        int r = (int) x >> c[i + 3];
                        f[c[i + 1]] = r;
                        f[late] = c[i + 5]; f[late + 1] = c[i + 6]; f[late + 2] = x; f[late + 3] = y; f[late + 4] = r;
                        i += 7;
                        continue;
                    }
                    case BRNZ: if (f[c[i + 1]] != 0) { way = c[i + 2]; break; } i += 3; continue;
                    case BRZ: if (f[c[i + 1]] == 0) { way = c[i + 2]; break; } i += 3; continue;
                    case BREQ: if (f[c[i + 1]] == f[c[i + 2]]) { way = c[i + 3]; break; } i += 4; continue;
                    case BRNE: if (f[c[i + 1]] != f[c[i + 2]]) { way = c[i + 3]; break; } i += 4; continue;
                    case BRLT: if (f[c[i + 1]] < f[c[i + 2]]) { way = c[i + 3]; break; } i += 4; continue;
                    case BRGE: if (f[c[i + 1]] >= f[c[i + 2]]) { way = c[i + 3]; break; } i += 4; continue;
                    case BRULT: if (Long.compareUnsigned(f[c[i + 1]], f[c[i + 2]]) < 0) { way = c[i + 3]; break; } i += 4; continue;
                    case BRUGE: if (Long.compareUnsigned(f[c[i + 1]], f[c[i + 2]]) >= 0) { way = c[i + 3]; break; } i += 4; continue;
                    case CMPEQ: case CMPNE: case CMPLT: case CMPGE: case CMPULT: case CMPUGE: case CMPGT: case CMPLE: case CMPUGT: case CMPULE: {
                        long x = f[c[i + 3]], y = f[c[i + 4]];
                        f[late] = c[i + 1]; f[late + 1] = c[i + 2]; f[late + 2] = x; f[late + 3] = y;
                        boolean taken = switch (c[i]) {
                            case CMPEQ -> x == y;
                            case CMPNE -> x != y;
                            case CMPLT -> x < y;
                            case CMPGE -> x >= y;
                            case CMPULT -> Long.compareUnsigned(x, y) < 0;
                            case CMPUGE -> Long.compareUnsigned(x, y) >= 0;
                            case CMPGT -> x > y;
                            case CMPLE -> x <= y;
                            case CMPUGT -> Long.compareUnsigned(x, y) > 0;
                            default -> Long.compareUnsigned(x, y) <= 0;
                        };
                        if (taken) { way = c[i + 5]; break; }
                        i += 6;
                        continue;
                    }
                    case CMPEQ1: case CMPNE1: {
                        long x = f[c[i + 2]], y = f[c[i + 3]], z = f[c[i + 4]];
                        if ((f[late] & LateFlags.SHARED) != 0) LateFlags.unshare(f, late);
                        f[late + 1] = c[i + 1]; f[late + 2] = x; f[late + 3] = y; f[late + 4] = z;
                        if (x == f[c[i + 5]] == (c[i] == CMPEQ1)) { way = c[i + 6]; break; }
                        i += 7;
                        continue;
                    }
                    case JUMP: way = c[i + 1]; break;
                    case SWITCH: cpu.switched(n - c[i + 2], (int) f[c[i + 1]]); return;
                    case COMPLETE:
                        if (f[c[i + 1]] != 0) { cpu.completed(b, c, i, n); return; }
                        i += 8;
                        continue;
                    case EXECUTE: cpu.executes((int) f[c[i + 1]], (int) f[c[i + 2]], b.spot(c[i + 3] - 1), n - c[i + 3]); return;
                    default: i += rare(cpu, b, c, i, n); continue;
                }
                Block.Way w = b.ways[way];
                n -= w.count;
                Block to = w.to;
                int pc = w.base < 0 ? w.pc : (int) f[w.base] + w.plus & w.mask;
                if (to == null || to.pc != pc || to.epoch != t.epoch) to = cpu.follow(w, pc);
                if (to == null || n < to.size) { cpu.stop(n, pc); return; }
                b = to;
                c = b.code;
                i = 0;
                rd = t.read;
                wr = t.write;
            }
        } catch (Signal s) {
            int k = b.at(i);
            Block.Spot at = b.spot(k);
            cpu.stop(n - k, at.pc());
            cpu.length = at.length();
            throw s;
        }
    }

    /** Micro-ops that no loop is made of. Returns the length of the micro-op. */
    private static int rare(Processor cpu, Block b, int[] c, int i, int n) {
        long[] f = cpu.frame;
        switch (c[i]) {
            case LATEX -> {
                long x = f[c[i + 4]], y = f[c[i + 5]], z = f[c[i + 6]];
                f[c[i + 1]] = c[i + 2];
                f[c[i + 3]] = x;
                f[c[i + 3] + 1] = y;
                f[c[i + 3] + 2] = z;
                return 7;
            }
            case FORCE -> {
                cpu.flags.force(f, c[i + 1]);
                return 2;
            }
            case HELP -> {
                f[c[i + 1]] = cpu.help(c[i + 2], f[c[i + 3]], f[c[i + 4]], f[c[i + 5]], f[c[i + 6]]);
                return 7;
            }
            case TIME -> {
                f[c[i + 1]] = cpu.time(n) + c[i + 2];
                return 3;
            }
            case PROBE -> {
                cpu.memory.probe((int) f[c[i + 1]], (int) f[c[i + 2]], Processor.ACCESSES[c[i + 3]]);
                return 4;
            }
            case TRAP -> throw new Signal.Trapped(new Interruption(cpu.interruptionClass(c[i + 1]), c[i + 2], (int) f[c[i + 3]],
                    (int) f[c[i + 4]], b.spot(b.at(i)).length()));
            case LOADP -> {
                f[c[i + 1]] = cpu.load(Processor.ROUTES[c[i + 4]], (int) f[c[i + 2]], c[i + 3]);
                return 5;
            }
            case STOREP -> {
                cpu.store(Processor.ROUTES[c[i + 4]], (int) f[c[i + 2]], c[i + 3], f[c[i + 1]]);
                return 5;
            }
            case RARE, WRARE -> {
                f[c[i + 1]] = OPS[c[i + 4]].eval(c[i] == WRARE, f[c[i + 2]], f[c[i + 3]]);
                return 5;
            }
            default -> throw new IllegalStateException("micro-op " + c[i] + " at " + i + " of block " + Integer.toHexString(b.pc));
        }
    }
}
