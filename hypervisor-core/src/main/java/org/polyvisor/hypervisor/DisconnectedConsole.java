package org.polyvisor.hypervisor;

import org.polyvisor.isa.platform.Console;

/** Nobody sees what is written, and nothing is typed. */
enum DisconnectedConsole implements Console {
    DISCONNECTED;

    @Override
    public void write(String text) {}

    @Override
    public void connect(Input input) {}
}
