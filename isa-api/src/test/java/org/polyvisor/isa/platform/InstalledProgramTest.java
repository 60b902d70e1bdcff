package org.polyvisor.isa.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An installed program")
class InstalledProgramTest {
    @TempDir
    private Path directory;

    @Test
    @DisplayName("is the first file of its name that can be executed, in the order of PATH")
    void found() throws IOException {
        Path text = Files.createDirectory(directory.resolve("text")), folder = Files.createDirectory(directory.resolve("folder")),
                program = Files.createDirectory(directory.resolve("program"));
        Files.writeString(text.resolve("emulate"), "not executable");
        Files.createDirectory(folder.resolve("emulate"));
        Path file = Files.writeString(program.resolve("emulate"), "#!/bin/sh\n");
        assertTrue(file.toFile().setExecutable(true));
        String path = String.join(File.pathSeparator, "", directory.resolve("none").toString(), text.toString(), folder.toString(),
                program.toString());
        assertEquals(Optional.of(file), InstalledProgram.find("emulate", path));
        assertEquals(Optional.empty(), InstalledProgram.find("emulate", text + File.pathSeparator + folder));
        assertEquals(Optional.empty(), InstalledProgram.find("emulate", ""));
    }

    @Test
    @DisplayName("is missing where PATH does not have it")
    void missing() {
        assertEquals(Optional.of("there is no program-that-nobody-has"), InstalledProgram.missing("program-that-nobody-has"));
    }
}
