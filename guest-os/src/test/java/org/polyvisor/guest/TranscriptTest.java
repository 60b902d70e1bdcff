package org.polyvisor.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyvisor.isa.UsageException;

@DisplayName("Transcripts")
class TranscriptTest {

    static Stream<GuestDefinition> hosted() {
        return GuestCatalogue.all().stream().filter(d -> d.programs().stream().allMatch(GuestProgram::hosted));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hosted")
    @DisplayName("say what programs do on the host JVM")
    void host(GuestDefinition guest) {
        Map<String, List<String>> expected = Transcript.of(guest).lines();
        HostRun.of(guest).forEach((name, lines) -> assertEquals(lines.stream().map(Transcript::masked).toList(), expected.get(name)));
    }

    @Test
    @DisplayName("say that every workload found what it must")
    void results() throws UsageException {
        for (String workload : List.of("sieve", "checksum", "matrix", "chase"))
            assertEquals("* " + workload + " ended, code 0", HostRun.of(GuestCatalogue.named(workload)).get(workload).getLast());
    }

    private static final Transcript TALK = new Transcript(
            Map.of("", List.of("* all tasks ended"), "a", List.of("a: one", "a: two", "* a abend: protection at A.main line 3", Transcript.DETAIL),
                    "b", List.of("b: one", "* b ended, code 0")), "typed\n\n");

    private static final String GOOD = "typed\r\n\r\na: one\nb: one\na: two\n* a abend: null reference at A.main line 3\n"
            + "*   00123456  90EC  any instruction\n* b ended, code 0\n* all tasks ended\n";

    @Test
    @DisplayName("leave open how programs take turns, what a console shows of what is typed, and what the instruction was")
    void same() {
        assertEquals(Optional.empty(), TALK.difference(GOOD));
        assertEquals(Optional.empty(), TALK.difference("b: one\n* b ended, code 0\n" + GOOD.replace("b: one\n", "")
                .replace("* b ended, code 0\n", "").replace("typed\r\n\r\n", "")));
    }

    @Test
    @DisplayName("tell the first difference")
    void different() {
        assertEquals(Optional.of("b, line 2: expected '* b ended, code 0', found '* b ended, code 1'"),
                TALK.difference(GOOD.replace("code 0", "code 1")));
        assertEquals(Optional.of("a, line 2: expected 'a: two', found '* a abend: protection at A.main line 3'"),
                TALK.difference(GOOD.replace("a: two\n", "")));
        assertEquals(Optional.of("a, line 4: expected '*   ADDRESS  BYTES  INSTRUCTION', found nothing"),
                TALK.difference(GOOD.replace("*   00123456  90EC  any instruction\n", "")));
        assertEquals(Optional.of("the kernel, line 2: expected nothing, found 'typed'"), TALK.difference(GOOD + "typed\n"));
        assertEquals(Optional.of("the kernel, line 1: expected '* all tasks ended', found '* panic'"),
                TALK.difference("* panic\n" + GOOD));
        assertEquals(Optional.of("the kernel, line 1: expected '* all tasks ended', found nothing"),
                TALK.difference(GOOD.replace("* all tasks ended\n", "")));
    }

    @Test
    @DisplayName("are found by the name of a guest; an unknown one lists all")
    void unknown() {
        String message = assertThrows(UsageException.class, () -> GuestCatalogue.named("dmeo")).getMessage();
        assertEquals("there is no guest 'dmeo': there are demo, rogues, mixed, talk, overwriter, sieve,", message.substring(0, message.indexOf(" checksum")));
    }
}
