package org.polyvisor.hypervisor.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a program finds around it: storage, the translations of its address spaces, devices. A simulator and the processors it
 * lets run share it, so that a purge by one is a purge for all.
 */
final class Environment {
    private static final int MOST_SPACES = 64;

    final Storage storage;
    Function<Class<?>, Object> platform = _ -> null;
    private final Map<Long, Translations> spaces = new HashMap<>();
    /** Grows whenever address spaces are forgotten. */
    int generation;

    Environment(Storage storage) {
        this.storage = storage;
    }

    /** The translations of an address space. Which are forgotten follows from the program alone, since staleness can be seen. */
    Translations translations(long space) {
        Translations t = spaces.get(space);
        if (t != null) return t;
        if (spaces.size() == MOST_SPACES) forget();
        t = new Translations(storage.addressedPages);
        spaces.put(space, t);
        storage.translations.add(t);
        return t;
    }

    private void forget() {
        purge();
        spaces.values().forEach(storage.translations::remove);
        spaces.clear();
        generation++;
    }

    void purge() {
        spaces.values().forEach(Translations::purge);
    }
}
