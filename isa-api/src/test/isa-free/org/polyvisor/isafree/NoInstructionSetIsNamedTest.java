package org.polyvisor.isafree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What must work for any instruction set names none: the main sources of the module under test hold no word of a particular one. This
 * source is shared by isa-api, hypervisor-core and guest-os (see their poms); each runs it on its own sources.
 */
@DisplayName("No instruction set is named")
class NoInstructionSetIsNamedTest {
    private static final Path MAIN_SOURCES = Path.of("src", "main");

    /** Names of architectures, processors, registers, tables and emulators, as they occur as words or as parts of camel-case names. */
    private static final Set<String> WORDS = Set.of((
                    """
                    x86 x86lite x64 amd64 ia32 i386 i486 i586 i686 pentium cmov
                    eax ebx ecx edx esi edi ebp eip eflags rflags cr0 cr2 cr3 cr4 cpl iopl ldtr gdtr idtr ldt gdt idt tss
                    cpuid rdtsc lgdt lidt pushf popf iret multiboot bzimage
                    s360 s370 s390 s390x zarch esa390 psw lpsw ebcdic stck ccw csw caw ckd ssk isk mvcl clcl spm
                    riscv rv32 rv64 pdp10 pdp11 mips32 aarch64
                    hercules qemu bochs v86 simh""")
            .strip()
            .split("\\s+"));

    private static final Pattern PHRASES =
            Pattern.compile("\\b(?:(?:S|System)/3[679]0|IA-32|x86-64|RISC-V|PDP-1[01])\\b", Pattern.CASE_INSENSITIVE);

    /** Runs of letters and digits; underscores and punctuation separate words. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");

    /** Where a camel-case name has a seam: readPsw, S370Machine, PSWBits. */
    private static final Pattern SEAM = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    @Test
    @DisplayName("in the module's main sources")
    void noWordOfAnInstructionSetInMainSources() throws IOException {
        List<String> findings = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(MAIN_SOURCES)) {
            for (Path file : paths.filter(Files::isRegularFile).filter(NoInstructionSetIsNamedTest::isText).sorted().toList()) {
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++) {
                    for (String word : wordsOfInstructionSets(lines.get(i))) {
                        findings.add(file + ":" + (i + 1) + ": " + word);
                    }
                }
            }
        }
        assertEquals("", String.join("\n", findings), "words of an instruction set; they belong in that set's own module");
    }

    @Test
    @DisplayName("and the search finds words, camel-case parts and phrases, but no parts of other words")
    void theSearchFinds() {
        assertEquals(List.of("PSW"), wordsOfInstructionSets("the old PSW, of course"));
        assertEquals(List.of("Psw", "cr0"), wordsOfInstructionSets("readPsw(cr0_value)"));
        assertEquals(List.of("S370"), wordsOfInstructionSets("new S370Machine()"));
        assertEquals(List.of("System/370"), wordsOfInstructionSets("on a System/370"));
        assertEquals(List.of(), wordsOfInstructionSets("import java.util.Set; escrow, across, 0x86, epsilon"));
        assertFalse(WORDS.contains(""));
    }

    private static boolean isText(Path file) {
        return file.toString().matches(".*\\.(java|txt|properties|md|json|html|css|js|asm|s)") || file.toString().contains("META-INF");
    }

    private static List<String> wordsOfInstructionSets(String line) {
        List<String> found = new ArrayList<>();
        WORD.matcher(line).results().map(result -> result.group()).forEach(word -> {
            if (isNameOfOne(word)) {
                found.add(word);
            } else {
                SEAM.splitAsStream(word).filter(NoInstructionSetIsNamedTest::isNameOfOne).forEach(found::add);
            }
        });
        PHRASES.matcher(line).results().forEach(result -> found.add(result.group()));
        return found;
    }

    private static boolean isNameOfOne(String word) {
        return WORDS.contains(word.toLowerCase(Locale.ROOT));
    }
}
