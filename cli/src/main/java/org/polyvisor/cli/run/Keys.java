package org.polyvisor.cli.run;

/** What keys mean: Ctrl-A and X ends the run, A is attention, C the operator's console, Ctrl-A once more is itself. */
final class Keys {
    private static final char PREFIX = 1;

    private final HostInput input;
    private boolean prefixed;

    Keys(HostInput input) {
        this.input = input;
    }

    void pressed(char key) {
        if (!prefixed && key == PREFIX) {
            prefixed = true;
            return;
        }
        if (!prefixed) {
            input.add(new HostEvent.Typed(key == '\r' ? "\n" : String.valueOf(key)));
            return;
        }
        prefixed = false;
        switch (Character.toLowerCase(key)) {
            case PREFIX -> input.add(new HostEvent.Typed(String.valueOf(PREFIX)));
            case 'x' -> input.add(new HostEvent.End());
            case 'a' -> input.add(new HostEvent.Attention());
            case 'c' -> input.add(new HostEvent.Operator());
            default -> { }
        }
    }
}
