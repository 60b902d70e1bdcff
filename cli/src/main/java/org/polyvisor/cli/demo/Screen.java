package org.polyvisor.cli.demo;

import java.util.List;

/** Where the demonstration shows itself while it runs. */
interface Screen {

    /** The demonstration begins with these machines. */
    void open(List<DemoMachine> machines);

    /** A machine begins a program. */
    void begins(DemoMachine m);

    /** A machine printed something harmless. */
    void printed(DemoMachine m, String text);

    /** A machine has ended a program. */
    void ends(DemoMachine m);

    /** A round of slices is over. */
    void round();

    /** All programs have ended. */
    void close();
}
