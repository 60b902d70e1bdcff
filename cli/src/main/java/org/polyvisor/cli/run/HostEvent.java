package org.polyvisor.cli.run;

/** What the user does while a machine runs. */
sealed interface HostEvent {

    /**
     * Types on the machine's console.
     *
     * @param text at least one character
     */
    record Typed(String text) implements HostEvent {}

    /** Presses the attention key. */
    record Attention() implements HostEvent {}

    /** Wants the operator's console. */
    record Operator() implements HostEvent {}

    /** Ends the run. */
    record End() implements HostEvent {}
}
