package org.polyvisor.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
    private static final int PART = 1 << 20;

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

    /** Puts it into storage, part by part: it may be as large as that. */
    void into(BareMachine machine) throws UsageException {
        try (InputStream in = Files.newInputStream(file)) {
            if (address + Files.size(file) > machine.storage()) throw tooLarge(machine);
            byte[] part = new byte[PART];
            long at = address;
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                if (at + n > machine.storage()) throw tooLarge(machine);
                machine.load((int) at, n == PART ? part : Arrays.copyOf(part, n));
                at += n;
            }
        } catch (IOException e) {
            throw InputFile.unreadable(file, e);
        }
    }

    private UsageException tooLarge(BareMachine machine) {
        return new UsageException("--load " + file + "@" + Numeral.hexadecimal(address) + ": it reaches beyond the end of storage at "
                + Numeral.hexadecimal(machine.storage()) + ": load it lower, or give more with --memory");
    }
}
