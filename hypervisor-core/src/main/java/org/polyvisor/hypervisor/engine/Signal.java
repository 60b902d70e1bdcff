package org.polyvisor.hypervisor.engine;

import org.polyvisor.isa.Interruption;

/** Ends an instruction early. Signals are values that happen to be thrown: they have no stack trace. */
abstract sealed class Signal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Signal() {
        super(null, null, false, false);
    }

    /** The instruction interrupts. */
    static final class Trapped extends Signal {
        private static final long serialVersionUID = 1;
        final transient Interruption why;

        Trapped(Interruption why) {
            this.why = why;
        }
    }

    /** A store is about to change decoded code; the code is dropped and the instruction starts over. */
    static final class CodeModified extends Signal {
        private static final long serialVersionUID = 1;
        static final CodeModified SIGNAL = new CodeModified();

        private CodeModified() {}
    }

    /** Decoding would look at a page that is not executed yet. */
    static final class Ahead extends Signal {
        private static final long serialVersionUID = 1;
        static final Ahead SIGNAL = new Ahead();

        private Ahead() {}
    }

    /** No slot is left for another constant. */
    static final class Full extends Signal {
        private static final long serialVersionUID = 1;
        static final Full SIGNAL = new Full();

        private Full() {}
    }
}
