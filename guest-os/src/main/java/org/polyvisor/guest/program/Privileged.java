package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Executes an instruction that only the supervisor may execute. */
final class Privileged {
    private Privileged() {}

    static int main() {
        Library.printLine(Guest.text("now a privileged instruction"));
        Guest.attempt();
        Library.printLine(Guest.text("it was executed"));
        return 1;
    }
}
