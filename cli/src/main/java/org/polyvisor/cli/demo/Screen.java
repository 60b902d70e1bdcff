package org.polyvisor.cli.demo;

import java.util.List;

/** Where the demonstration shows itself while it runs. */
interface Screen {

    /** The demonstration begins with these machines. */
    void open(List<DemoMachine> machines);

    /** A machine begins to run its guest. */
    void begins(DemoMachine m);

    /** A machine printed something harmless. */
    void printed(DemoMachine m, String text);

    /** A machine has ended. */
    void ends(DemoMachine m);

    /** There is something to be told of a machine that is not shown. */
    void tells(String machine, String text);

    /** A round of slices is over. */
    void round();

    /** All machines have ended. */
    void close();
}
