package org.polyvisor.isa.x86lite;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.code.Prefixes;
import org.polyvisor.isa.x86lite.code.InstructionPrefixes;
import org.polyvisor.isa.x86lite.code.X86Argument;
import org.polyvisor.testkit.RowContract;

@DisplayName("The rows of IA-32")
class RowTest extends RowContract {
    @Override
    protected Architecture architecture() {
        return Trial.architecture("");
    }

    @Override
    protected List<Setting> settings() {
        return List.of(new Setting("32-bit code", RowTableTest.mode(architecture(), 32), ".code32"),
                new Setting("16-bit code", RowTableTest.mode(architecture(), 16), ".code16"));
    }

    @Override
    protected List<byte[]> prefixes() {
        return Stream.of("", "66", "67", "6667", "f0", "f2", "f3", "66f2", "66f3", "2e").map(HexFormat.of()::parseHex).toList();
    }

    /** DS is meant anyway where no base register means SS. */
    @Override
    protected Prefixes plain(Instruction i) {
        InstructionPrefixes p = InstructionPrefixes.of(i);
        boolean data = i.arguments().stream().anyMatch(
                a -> a instanceof X86Argument.Memory m && m.base() < 0 && m.index() < 0 || a instanceof X86Argument.Pointed);
        return data && p.segment() == X86Argument.SegmentName.NAMES.indexOf("ds") ? p.segment(-1) : p;
    }

    @Override
    protected String origin(int address) {
        return ".org " + address;
    }
}
