package org.polyvisor.isa.code;

/** What stands before an opcode and changes it; an architecture that has such a thing defines its own. Values are equal if they mean the same. */
public interface Prefixes {

    /** Nothing stands before the opcode. */
    Prefixes NONE = new Prefixes() {
        @Override
        public String toString() {
            return "";
        }
    };
}
