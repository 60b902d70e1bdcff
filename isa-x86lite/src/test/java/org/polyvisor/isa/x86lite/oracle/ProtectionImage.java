package org.polyvisor.isa.x86lite.oracle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.polyvisor.hypervisor.BareMachine;
import org.polyvisor.hypervisor.Limits;
import org.polyvisor.hypervisor.Outcome;
import org.polyvisor.hypervisor.engine.Tier;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.Console;
import org.polyvisor.isa.x86lite.X86Lite;

/** The image that tries interruptions, privileges, paging and devices one case after another, and prints a line a case. */
final class ProtectionImage {
    private ProtectionImage() {}

    private static final int STORAGE = 16 << 20;
    private static final long MOST = 400_000_000, RATE = 1_000_000;

    /** What the machine printed, and how it ended. */
    record Run(List<String> lines, Outcome outcome) {}

    /** {@return a file kept beside the image} */
    static byte[] resource(String name) {
        try (InputStream in = ProtectionImage.class.getResourceAsStream("/org/polyvisor/isa/x86lite/protection/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the lines of a file kept beside the image} */
    static List<String> text(String name) {
        return new String(resource(name), StandardCharsets.UTF_8).lines().toList();
    }

    /** {@return the lines that the image printed on an emulator} */
    static List<String> log(String oracle) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(resource(oracle + ".log.gz")))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the image on a personal computer with one processor model, in one tier. */
    static Run run(String processor, Path folder, Tier tier) throws IOException, UsageException {
        Path file = Files.write(folder.resolve("protection.elf"), resource("protection.elf"));
        StringBuilder printed = new StringBuilder();
        Console console = new Console() {
            @Override
            public void write(String text) {
                printed.append(text);
            }

            @Override
            public void connect(Input input) {}
        };
        X86Lite set = new X86Lite();
        try (BareMachine m = new BareMachine(set, set.architecture(processor), new BareMachine.Settings(STORAGE, RATE, _ -> console))) {
            m.attach(Map.of("kernel", List.of(file.toString())));
            m.platform().boot();
            m.host().tier(tier);
            Outcome end = m.run(Limits.of(MOST));
            return new Run(printed.toString().lines().toList(), end);
        }
    }
}
