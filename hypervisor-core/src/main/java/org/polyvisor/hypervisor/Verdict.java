package org.polyvisor.hypervisor;

import java.util.List;
import org.polyvisor.isa.code.Row;

/**
 * What Popek and Goldberg would say of one instruction.
 *
 * @param row the instruction
 * @param kind the verdict
 * @param evidence why: what it touches or shows in user state; empty for innocuous instructions
 * @param condition under which a sensitive instruction is harmless all the same, or empty
 */
public record Verdict(Row row, Kind kind, List<String> evidence, String condition) {

    /** The kinds of instructions; later ones are worse for a hypervisor. */
    public enum Kind {
        /** Does the same in every state, and touches no resource. */
        INNOCUOUS("innocuous"),
        /** Traps in user state. */
        PRIVILEGED("privileged"),
        /** Traps in the state in which a hypervisor lets its guests run. */
        PRIVILEGED_BY_POLICY("privileged-by-policy"),
        /** Touches resources or shows the state, and does not trap. */
        SENSITIVE("sensitive");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
