package org.polyvisor.cli.guest;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.polyvisor.guest.BuiltGuest;
import org.polyvisor.guest.GuestCatalogue;
import org.polyvisor.guest.GuestDefinition;
import org.polyvisor.guest.GuestProgram;
import org.polyvisor.guest.GuestSystem;
import org.polyvisor.guest.compiler.CompiledSource;
import org.polyvisor.guest.compiler.GuestSourceException;
import org.polyvisor.guest.compiler.SourceCompiler;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;

/** Builds what users name: a guest of the catalogue, or a source file with a program. */
public final class Guests {
    private static final String SOURCE = ".java";

    private Guests() {}

    /**
     * Builds a guest.
     *
     * @param name of the catalogue, or of a file whose name ends with {@code .java}
     * @param set the instruction set
     * @param architecture the processor
     * @return the guest
     * @throws UsageException if there is none of this name, or its source has mistakes: a line for each
     */
    public static BuiltGuest build(String name, InstructionSet set, Architecture architecture) throws UsageException {
        try {
            return name.endsWith(SOURCE) ? source(Path.of(name), set, architecture)
                    : new GuestSystem(set, architecture).build(GuestCatalogue.named(name));
        } catch (GuestSourceException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static BuiltGuest source(Path file, InstructionSet set, Architecture architecture) throws UsageException, GuestSourceException {
        CompiledSource classes = SourceCompiler.file(file);
        String main = classes.mainClass().orElseThrow(() -> new UsageException(
                file + ": no class has 'static int main()': write one, it is the program"));
        String simple = main.substring(main.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        String called = simple.substring(0, Math.min(16, simple.length()));
        GuestProgram program = new GuestProgram(called, main, "from " + file.getFileName(), false);
        return new GuestSystem(set, architecture, classes).build(new GuestDefinition(called, program.description(), GuestDefinition.KERNEL,
                List.of(program), GuestDefinition.TIME_LIMIT, ""));
    }
}
