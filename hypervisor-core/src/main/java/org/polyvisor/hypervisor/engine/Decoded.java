package org.polyvisor.hypervisor.engine;

import java.util.Arrays;
import org.polyvisor.isa.Access;

/** What was made of a program's code: right as long as addresses mean the same and nobody stores there. */
abstract sealed class Decoded permits Block, Region {
    /** Pages of the address space that it was decoded from. */
    private int[] pages = {};
    /** The frames behind them then. */
    private Frame[] frames = {};
    /** The epoch of its translations in which it was last found to be right; −1: dropped, never right again. */
    int epoch;

    final void drop() {
        epoch = -1;
    }

    final boolean dropped() {
        return epoch < 0;
    }

    /** It was decoded from this page, too: a store there drops it. */
    final void from(int page, Frame f) {
        for (int p : pages) if (p == page) return;
        pages = Arrays.copyOf(pages, pages.length + 1);
        frames = Arrays.copyOf(frames, frames.length + 1);
        pages[pages.length - 1] = page;
        frames[frames.length - 1] = f;
        f.decoded.add(this);
    }

    /**
     * Do the addresses that it was decoded from still mean the same code? Translations that are not known are found if that is asked
     * for, as fetching its first instruction would find them; what this finds wrong traps.
     *
     * @param fetches finds them; null: nobody, then it is not right
     * @param at where its first instruction begins, without segmentation
     */
    final boolean right(Translations t, Memory fetches, int at) {
        if (dropped()) return false;
        if (epoch == t.epoch) return true;
        for (int i = 0; i < pages.length; i++) {
            Frame f = t.frame(pages[i]);
            if (f == null && fetches != null) f = fetches.frame(i == 0 ? at : pages[i] << fetches.pageShift, Access.EXECUTE);
            if (f != frames[i]) return false;
        }
        if (dropped()) return false;
        epoch = t.epoch;
        return true;
    }

    /** Drops all code on its pages. */
    final void dropPages() {
        for (Frame f : frames) f.dropCode();
    }
}
