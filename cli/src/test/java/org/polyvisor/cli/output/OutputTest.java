package org.polyvisor.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is printed")
class OutputTest {

    @Test
    @DisplayName("a table: numbers at the right, in groups of three")
    void table() {
        Table t = new Table("NAME", "COUNT", "MIPS");
        t.row("sieve", 1234567L, 3.14159);
        t.row("a", 5, 100.0);
        assertEquals(List.of("NAME       COUNT   MIPS", "sieve  1,234,567    3.1", "a              5  100.0"), t.lines());
    }

    @Test
    @DisplayName("JSON: in order, on one line")
    void json() {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("text", "a\"b\n");
        m.put("numbers", Arrays.asList(1, 2L, 0.5, null, true));
        m.put("inner", Map.of("x", "y"));
        assertEquals("{\"text\":\"a\\\"b\\n\",\"numbers\":[1,2,0.5,null,true],\"inner\":{\"x\":\"y\"}}", Json.line(m));
    }

    @Test
    @DisplayName("what a guest printed: no control sequence survives")
    void guestText() {
        assertEquals("·[2Jhi\n\tthere··", GuestText.printable("\u001b[2Jhi\r\n\tthere\u009b\u202e"));
    }
}
