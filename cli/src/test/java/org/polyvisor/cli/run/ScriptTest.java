package org.polyvisor.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyvisor.isa.UsageException;

@DisplayName("A dialogue script")
class ScriptTest {

    @Test
    @DisplayName("is read line by line")
    void read() throws UsageException {
        Script s = Script.parse("s", "# a comment\n\nexpect login: \r\n  send root\nsend\nattention\nwait 0.5\nend\n");
        assertEquals(List.of(new Script.Step.Expect(3, "login: "), new Script.Step.Send(4, "root"), new Script.Step.Send(5, ""),
                new Script.Step.Attention(6),
                new Script.Step.Wait(7, new BigDecimal("0.5")), new Script.Step.End(8)), s.steps());
    }

    @ParameterizedTest
    @CsvSource({"expect, s:1: expect what?", "wait, s:1: wait ''", "wait soon, s:1: wait 'soon'", "wait -1, s:1: wait '-1'",
            "end it, s:1: nothing can follow 'end'",
            "attention please, s:1: nothing can follow", "say hello, s:1: there is no command 'say'"})
    @DisplayName("is refused with name and line")
    void refused(String line, String message) {
        String said = assertThrows(UsageException.class, () -> Script.parse("s", line)).getMessage();
        assertEquals(message, said.substring(0, Math.min(message.length(), said.length())));
    }
}
