package org.polyvisor.cli.run;

import java.nio.file.Path;
import org.polyvisor.cli.option.InputFile;
import org.polyvisor.cli.option.Numeral;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.isa.UsageException;

/**
 * A file to put into storage.
 *
 * @param file which
 * @param address absolute, of its first byte
 */
record Placement(Path file, long address) {

    /** Reads {@code FILE@ADDRESS}. */
    static Placement parse(String text) throws UsageException {
        int at = text.lastIndexOf('@');
        if (at <= 0) throw new UsageException("--load " + text + ": give FILE@ADDRESS, such as program.bin@0x1000");
        try {
            return new Placement(Path.of(text.substring(0, at)), Numeral.unsigned(text.substring(at + 1), 32));
        } catch (UsageException e) {
            throw new UsageException("--load " + text + ": " + e.getMessage());
        }
    }

    void into(BareMachine machine) throws UsageException {
        byte[] bytes = InputFile.bytes(file);
        if (address + bytes.length > machine.storage())
            throw new UsageException("--load " + file + "@" + Numeral.hexadecimal(address) + ": its " + bytes.length
                    + " bytes reach beyond the end of storage at " + Numeral.hexadecimal(machine.storage()) + "; --memory gives more");
        machine.load((int) address, bytes);
    }
}
