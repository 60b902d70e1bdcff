package org.polyvisor.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.isa.UsageException;

@DisplayName("A number as users write it")
class NumeralTest {

    @ParameterizedTest
    @CsvSource({"0, 32, 0", "0x1F, 32, 31", "0xffffffffffffffff, 64, -1", "18446744073709551615, 64, -1", "-1, 32, 4294967295",
            "-128, 8, 128", "255, 8, 255"})
    @DisplayName("is read")
    void read(String text, int bits, long value) throws UsageException {
        assertEquals(value, Numeral.parse(text, bits));
    }

    @ParameterizedTest
    @CsvSource({"256, 8", "-129, 8", "0x1ffffffff, 32", "18446744073709551616, 64", "0x10000000000000000, 64", "99999999999999999999, 64"})
    @DisplayName("is refused where it does not fit")
    void tooLarge(String text, int bits) {
        assertEquals(text + " does not fit in " + bits + " bits", assertThrows(UsageException.class, () -> Numeral.parse(text, bits))
                .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "-", "1.5", "12a", "0xg", " 1", "--1", "-0x1"})
    @DisplayName("is refused where it is none")
    void none(String text) {
        assertThrows(UsageException.class, () -> Numeral.parse(text, 32));
    }

    @Test
    @DisplayName("is shown without padding")
    void shown() {
        assertEquals("0xff", Numeral.hexadecimal(255));
    }
}
