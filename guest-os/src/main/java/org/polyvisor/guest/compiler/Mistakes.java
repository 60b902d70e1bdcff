package org.polyvisor.guest.compiler;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/** The mistakes found so far; each is told once. */
final class Mistakes {

    /** A place in a source: file, line, and method as users read it. */
    record Site(String file, int line, String method) {}

    private final Set<SourceMistake> all = new LinkedHashSet<>();

    void add(Site at, Refusal what, Object... details) {
        all.add(new SourceMistake(at.file, at.line, at.method, what.with(details)));
    }

    int count() {
        return all.size();
    }

    /** Ends the compilation if there are any. */
    void check() throws GuestSourceException {
        if (!all.isEmpty()) throw new GuestSourceException(all.stream()
                .sorted(Comparator.comparing(SourceMistake::file).thenComparingInt(SourceMistake::line)).toList());
    }
}
