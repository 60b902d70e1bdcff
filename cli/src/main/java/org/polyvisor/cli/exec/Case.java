package org.polyvisor.cli.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.MemorySize;

/** One case as it was read; made once and filled again and again. Values are still as the user wrote them. */
final class Case {
    /** How far a case runs if it does not say. */
    static final long DEFAULT_MOST_INSTRUCTIONS = 1_000_000;

    /** Bytes for storage. */
    record Load(long at, byte[] bytes) {}

    /** A register's new contents. */
    record Setting(String register, String value) {}

    /** A part of storage that is wanted. */
    record Area(long at, long length) {}

    /** What identifies the case, as JSON: a string, a number or null. */
    Object id = Identity.NONE;

    /** The instruction set; empty if the case names none. */
    String isa = "";

    String cpu = "";
    @Nullable MemorySize memory;
    Engine engine = Engine.AUTO;

    /** The initial state; empty: the default one. */
    String state = "";

    final List<Load> loads = new ArrayList<>();
    final List<Setting> settings = new ArrayList<>();
    long mostInstructions = DEFAULT_MOST_INSTRUCTIONS;
    final Set<Integer> stopAt = new TreeSet<>();
    final Set<String> intercept = new TreeSet<>();
    final List<String> registers = new ArrayList<>();
    final List<Area> areas = new ArrayList<>();

    void clear() {
        id = Identity.NONE;
        isa = cpu = state = "";
        memory = null;
        engine = Engine.AUTO;
        loads.clear();
        settings.clear();
        mostInstructions = DEFAULT_MOST_INSTRUCTIONS;
        if (!stopAt.isEmpty()) stopAt.clear();
        if (!intercept.isEmpty()) intercept.clear();
        registers.clear();
        areas.clear();
    }
}
