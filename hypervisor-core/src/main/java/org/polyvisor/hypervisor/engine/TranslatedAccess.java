package org.polyvisor.hypervisor.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.polyvisor.isa.Interruption;

/**
 * Storage as translated code reaches it. Everything about addresses that is fixed for an architecture comes as a constant
 * argument, which the host's compiler folds.
 */
final class TranslatedAccess {
    private static final VarHandle L2 = handle(short[].class, ByteOrder.LITTLE_ENDIAN), B2 = handle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle L4 = handle(int[].class, ByteOrder.LITTLE_ENDIAN), B4 = handle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle L8 = handle(long[].class, ByteOrder.LITTLE_ENDIAN), B8 = handle(long[].class, ByteOrder.BIG_ENDIAN);

    private TranslatedAccess() {}

    private static VarHandle handle(Class<?> c, ByteOrder o) {
        return MethodHandles.byteArrayViewVarHandle(c, o);
    }

    /** The page that holds all of so many bytes, or null where only the slow path knows. */
    private static byte[] page(byte[][] t, int a, int shift, int bytes) {
        int page = a >>> shift;
        return Integer.compareUnsigned(page, t.length) < 0 && (a & (1 << shift) - 1) <= (1 << shift) - bytes ? t[page] : null;
    }

    static int load1(Memory m, byte[][] t, int address, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 1);
        return p != null ? p[a & (1 << shift) - 1] & 0xff : (int) m.slowLoad(a, 1);
    }

    static int loadLittle2(Memory m, byte[][] t, int address, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 2);
        return p != null ? (short) L2.get(p, a & (1 << shift) - 1) & 0xffff : (int) m.slowLoad(a, 2);
    }

    static int loadBig2(Memory m, byte[][] t, int address, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 2);
        return p != null ? (short) B2.get(p, a & (1 << shift) - 1) & 0xffff : (int) m.slowLoad(a, 2);
    }

    static int loadLittle4(Memory m, byte[][] t, int address, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 4);
        return p != null ? (int) L4.get(p, a & (1 << shift) - 1) : (int) m.slowLoad(a, 4);
    }

    static int loadBig4(Memory m, byte[][] t, int address, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 4);
        return p != null ? (int) B4.get(p, a & (1 << shift) - 1) : (int) m.slowLoad(a, 4);
    }

    static long loadLittle8(Memory m, byte[][] t, int address, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 8);
        return p != null ? (long) L8.get(p, a & (1 << shift) - 1) : m.slowLoad(a, 8);
    }

    static long loadBig8(Memory m, byte[][] t, int address, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 8);
        return p != null ? (long) B8.get(p, a & (1 << shift) - 1) : m.slowLoad(a, 8);
    }

    static void store1(Memory m, byte[][] t, int address, int v, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 1);
        if (p != null) p[a & (1 << shift) - 1] = (byte) v;
        else m.slowStore(a, 1, v);
    }

    static void storeLittle2(Memory m, byte[][] t, int address, int v, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 2);
        if (p != null) L2.set(p, a & (1 << shift) - 1, (short) v);
        else m.slowStore(a, 2, v);
    }

    static void storeBig2(Memory m, byte[][] t, int address, int v, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 2);
        if (p != null) B2.set(p, a & (1 << shift) - 1, (short) v);
        else m.slowStore(a, 2, v);
    }

    static void storeLittle4(Memory m, byte[][] t, int address, int v, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 4);
        if (p != null) L4.set(p, a & (1 << shift) - 1, v);
        else m.slowStore(a, 4, v);
    }

    static void storeBig4(Memory m, byte[][] t, int address, int v, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 4);
        if (p != null) B4.set(p, a & (1 << shift) - 1, v);
        else m.slowStore(a, 4, v);
    }

    static void storeLittle8(Memory m, byte[][] t, int address, long v, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 8);
        if (p != null) L8.set(p, a & (1 << shift) - 1, v);
        else m.slowStore(a, 8, v);
    }

    static void storeBig8(Memory m, byte[][] t, int address, long v, int mask, int shift) {
        int a = address & mask;
        byte[] p = page(t, a, shift, 8);
        if (p != null) B8.set(p, a & (1 << shift) - 1, v);
        else m.slowStore(a, 8, v);
    }

    // ---- what is rare

    static long load(Processor cpu, int address, int bytes, int route) {
        return cpu.load(Processor.ROUTES[route], address, bytes);
    }

    static void store(Processor cpu, int address, long v, int bytes, int route) {
        cpu.store(Processor.ROUTES[route], address, bytes, v);
    }

    static void probe(Processor cpu, int address, int length, int access) {
        cpu.memory.probe(address, length, Processor.ACCESSES[access]);
    }

    static void trap(Processor cpu, int type, int code, int detail, int address) {
        throw new Signal.Trapped(new Interruption(cpu.interruptionClass(type), code, detail, address, 0));
    }
}
