package org.polyvisor.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The keyboard")
class KeysTest {
    private final HostInput input = new HostInput();

    private List<HostEvent> pressing(String keys) {
        Keys k = new Keys(input);
        for (char c : keys.toCharArray()) k.pressed(c);
        List<HostEvent> events = new ArrayList<>();
        for (HostEvent e = input.take(); e != null; e = input.take()) events.add(e);
        return events;
    }

    @Test
    @DisplayName("types, with the return key as the end of a line; Ctrl-C goes to the guest")
    void types() {
        assertEquals(List.of(new HostEvent.Typed("a"), new HostEvent.Typed("\n"), new HostEvent.Typed("\u0003")), pressing("a\r\u0003"));
    }

    @Test
    @DisplayName("commands after Ctrl-A")
    void commands() {
        assertEquals(List.of(new HostEvent.Attention(), new HostEvent.Operator(), new HostEvent.Typed("\u0001"), new HostEvent.End()),
                pressing("\u0001a\u0001C\u0001\u0001\u0001?\u0001x"));
    }
}
