package org.polyvisor.isa;

/** What an architecture's walk says of an address. */
public sealed interface Translation {

    /**
     * A page of installed storage, or of the range where nothing is installed.
     *
     * @param page its number: absolute address divided by the page size of the architecture
     * @param writable whether stores may go there from now on without another walk: permitted, and change recorded
     */
    record Page(int page, boolean writable) implements Translation {}

    /**
     * The access is refused.
     *
     * @param why the interruption it causes
     */
    record Refused(Interruption why) implements Translation {}
}
