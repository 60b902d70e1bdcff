package org.polyvisor.isa.s370.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A case in the making: registers, the storage that the instruction uses, and whether a case may use that. */
final class Draft {
    private static final int ADDRESS = 0xff_ffff;
    /** What may be fetched at location 0: zeros before the case. */
    private static final int LOW_FETCH = 0x40;
    /** Bytes behind an instruction that must stay as they are: SVC 255, whatever length the fetch looks at. */
    private static final int BEHIND = 6;

    /** How storage is used. */
    enum Use {
        FETCH,
        STORE,
        BRANCH
    }

    /** Storage that the instruction uses. */
    record Span(int address, int length, Use use) {}

    final CaseBuilder builder;
    final List<Span> spans = new ArrayList<>();
    /** Registers whose contents matter. */
    final boolean[] used = new boolean[16];
    /** False as soon as it is clear that this is no case to run. */
    boolean sound = true;

    private final int storage;
    private final List<Span> kept = new ArrayList<>();
    private final List<Span> data = new ArrayList<>();

    Draft(CaseBuilder builder, int storage) {
        this.builder = builder;
        this.storage = storage;
    }

    void register(int n, int value) {
        builder.register(n, value);
        used[n] = true;
    }

    int register(int n) {
        return builder.register(n);
    }

    /** An address as the instruction forms it. */
    int address(int base, int index, int displacement) {
        return (base == 0 ? 0 : register(base)) + (index == 0 ? 0 : register(index)) + displacement & ADDRESS;
    }

    void span(int address, int length, Use use) {
        spans.add(new Span(address & ADDRESS, length, use));
    }

    /** Puts an instruction in storage, and keeps it and what follows it from being overwritten. */
    void code(int address, byte[] bytes) {
        put(address, bytes);
        kept.add(new Span(address & ADDRESS, bytes.length + BEHIND, Use.FETCH));
    }

    /** Puts operand bytes in storage, as far as there is storage for them. */
    void data(int address, byte[] bytes) {
        Span here = new Span(address & ADDRESS, bytes.length, Use.FETCH);
        for (Span k : kept) if (meet(here, k)) sound = false;
        data.add(here);
        put(address, bytes);
    }

    private void put(int address, byte[] bytes) {
        int at = address & ADDRESS, end = at + bytes.length;
        if (at >= storage || bytes.length == 0) return;
        if (at < CaseStorage.LOW_LENGTH) {
            if (end > CaseStorage.LOW_LENGTH) return;
            builder.put(at, bytes);
        } else if (at < LOW_FETCH) {
            return;
        } else {
            byte[] first = Arrays.copyOf(bytes, Math.min(bytes.length, storage - at));
            if (CaseStorage.contains(new StoragePiece(at, first), storage)) builder.put(at, first);
            else sound = false;
            if (end > ADDRESS + 1) put(0, Arrays.copyOfRange(bytes, first.length, bytes.length));
        }
    }

    /** May this case run? It must not harm the driver, nor execute its operands. */
    boolean allowed() {
        if (!sound) return false;
        for (Span s : spans) {
            if (!within(s)) return false;
            for (Span k : kept) if (s.use == Use.STORE && meet(s, k)) return false;
            if (s.use != Use.BRANCH) continue;
            Span target = new Span(s.address, BEHIND, Use.FETCH);
            for (Span k : kept) if (meet(target, alone(k))) return false;
            for (Span d : data) if (meet(target, d)) return false;
        }
        for (Span k : kept) for (Span d : data) if (meet(k, d)) return false;
        for (int i = 0; i < kept.size(); i++)
            for (int j = 0; j < i; j++) if (meet(alone(kept.get(i)), alone(kept.get(j)))) return false;
        return true;
    }

    /** An instruction without what follows it. */
    private static Span alone(Span kept) {
        return new Span(kept.address, kept.length - BEHIND, kept.use);
    }

    private boolean within(Span s) {
        int from = s.address, to = from + s.length, low = s.use == Use.FETCH ? LOW_FETCH : CaseStorage.LOW_LENGTH;
        if (s.length == 0) return true;
        if (to > ADDRESS + 1) return from >= storage - CaseStorage.END_LENGTH && storage > ADDRESS && to - (ADDRESS + 1) <= low;
        if (from >= storage - CaseStorage.END_LENGTH) return true;
        return to <= low || from >= CaseStorage.FIRST && to <= CaseStorage.FIRST + CaseStorage.FIRST_LENGTH;
    }

    /** Do they have bytes in common, the one that goes on at location 0 included? */
    private static boolean meet(Span a, Span b) {
        return overlap(a.address, a, b) || overlap(a.address - (ADDRESS + 1), a, b) || overlap(a.address + ADDRESS + 1, a, b);
    }

    private static boolean overlap(int from, Span a, Span b) {
        return from < b.address + b.length && b.address < from + a.length;
    }
}
