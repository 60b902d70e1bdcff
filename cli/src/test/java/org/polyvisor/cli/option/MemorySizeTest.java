package org.polyvisor.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyvisor.isa.UsageException;

@DisplayName("An amount of storage")
class MemorySizeTest {

    @ParameterizedTest
    @CsvSource({"64M, 67108864, 64M", "16k, 16384, 16K", "1G, 1073741824, 1G", "4096, 4096, 4K", "0x100000, 1048576, 1M",
            "5000, 5000, 5000", "0, 0, 0"})
    @DisplayName("is read, and shown in the largest unit that fits")
    void read(String text, long bytes, String shown) throws UsageException {
        assertEquals(bytes, MemorySize.parse(text).bytes());
        assertEquals(shown, MemorySize.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "M", "64X", "1.5G", "9999999999999999G"})
    @DisplayName("is refused where it is none")
    void refused(String text) {
        assertThrows(UsageException.class, () -> MemorySize.parse(text));
    }
}
