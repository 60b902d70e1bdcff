package org.polyvisor.isa.x86lite.platform;

import java.util.ArrayList;
import java.util.List;
import org.polyvisor.isa.UsageException;

/** A program in the Executable and Linking Format, 32-bit, for the 80386; Tool Interface Standard, ELF Specification 1.2, book I. */
final class ElfImage {
    private static final int HEADER = 52, PROGRAM_HEADER = 32;
    private static final int CLASS = 4, DATA = 5, TYPE = 16, MACHINE = 18, VERSION = 20, ENTRY = 24, PROGRAM_HEADERS = 28, SECTION_HEADERS = 32,
            HEADER_SIZE = 40, PROGRAM_HEADER_SIZE = 42, PROGRAM_HEADER_COUNT = 44, SECTION_HEADER_SIZE = 46, SECTION_HEADER_COUNT = 48;
    private static final int CLASS_32 = 1, LITTLE_ENDIAN = 1, EXECUTABLE = 2, INTEL_80386 = 3;
    private static final int LOAD = 1, INTERPRETER = 3;

    private ElfImage() {}

    /**
     * {@return whether a file says that it is ELF, of any kind}
     *
     * @param f the file
     */
    static boolean recognizes(ImageFile f) {
        return f.length() >= 4 && f.word(0) == 0x464c457fL;
    }

    /**
     * Reads the headers of a file.
     *
     * @param f the file
     * @param memory bytes installed
     * @return what to load and where to begin
     * @throws UsageException if it is not such a program, or does not fit
     */
    static KernelImage read(ImageFile f, long memory) throws UsageException {
        if (!recognizes(f)) throw f.wrong(0, "this is not ELF: it does not begin with 7F 'E' 'L' 'F'");
        f.demand(0, HEADER, "the ELF header");
        identify(f);
        checkSize(f, HEADER_SIZE, HEADER, "the ELF header");
        int count = f.half(PROGRAM_HEADER_COUNT);
        if (count == 0) throw f.wrong(PROGRAM_HEADER_COUNT, "there are no program headers, so there is nothing to load (an object file?)");
        checkSize(f, PROGRAM_HEADER_SIZE, PROGRAM_HEADER, "a program header");
        long table = f.word(PROGRAM_HEADERS);
        f.demand(table, (long) count * PROGRAM_HEADER, "the table of " + count + " program headers");
        int sections = f.half(SECTION_HEADER_COUNT); // of no use here, but last in most files: their end tells that nothing is lost
        f.demand(f.word(SECTION_HEADERS), (long) sections * f.half(SECTION_HEADER_SIZE), "the table of " + sections + " section headers");
        List<LoadSegment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = (int) table + i * PROGRAM_HEADER;
            if (f.word(at) == INTERPRETER) throw f.wrong(at, "the program wants a dynamic linker: link it statically");
            if (f.word(at) == LOAD && f.word(at + 20) != 0)
                segments.add(new LoadSegment(at, f.word(at + 4), f.word(at + 16), f.word(at + 12), f.word(at + 20), f.word(at + 8)));
        }
        if (segments.isEmpty()) throw f.wrong(table, "no program header is of type PT_LOAD, so there is nothing to load");
        LoadSegment.check(f, segments, memory);
        return new KernelImage(segments, entry(f, segments));
    }

    private static void identify(ImageFile f) throws UsageException {
        if (f.byteAt(CLASS) != CLASS_32)
            throw f.wrong(CLASS, f.byteAt(CLASS) == 2 ? "the file is ELF64: build it with -m32" : "unknown ELF class " + f.byteAt(CLASS));
        if (f.byteAt(DATA) != LITTLE_ENDIAN)
            throw f.wrong(DATA,
                    f.byteAt(DATA) == 2 ? "the file is big-endian: x86 is little-endian" : "unknown byte order " + f.byteAt(DATA));
        if (f.half(MACHINE) != INTEL_80386) throw f.wrong(MACHINE, "the machine is number " + f.half(MACHINE) + ", not 3 (Intel 80386)");
        if (f.word(VERSION) != 1) throw f.wrong(VERSION, "unknown ELF version " + f.word(VERSION));
        if (f.half(TYPE) != EXECUTABLE)
            throw f.wrong(TYPE, "the type is " + f.half(TYPE) + ", not 2 (executable): link it to fixed addresses, without -pie and -r");
    }

    private static void checkSize(ImageFile f, int at, int expected, String what) throws UsageException {
        if (f.half(at) != expected) throw f.wrong(at, what + " says that it has " + f.half(at) + " bytes; ELF32 has " + expected);
    }

    /** A kernel linked high names its entry by the virtual address. */
    private static long entry(ImageFile f, List<LoadSegment> segments) throws UsageException {
        long entry = f.word(ENTRY);
        for (LoadSegment s : segments) if (entry >= s.address() && entry < s.end()) return entry;
        for (LoadSegment s : segments)
            if (entry >= s.virtualAddress() && entry - s.virtualAddress() < s.memoryBytes()) return entry - s.virtualAddress()
                    + s.address();
        throw f.wrong(ENTRY, "the entry 0x" + Long.toHexString(entry) + " lies in no segment");
    }
}
