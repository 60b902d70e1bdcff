package org.polyvisor.guest.compiler;

import java.util.List;
import java.util.stream.Collectors;

/** A source cannot be compiled for a guest. The message has a line for each mistake. */
public final class GuestSourceException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient List<SourceMistake> mistakes;

    /**
     * Says what is wrong.
     *
     * @param mistakes all of them, one or more
     */
    public GuestSourceException(List<SourceMistake> mistakes) {
        super(mistakes.stream().map(SourceMistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** {@return all mistakes} */
    public List<SourceMistake> mistakes() {
        return mistakes;
    }
}
