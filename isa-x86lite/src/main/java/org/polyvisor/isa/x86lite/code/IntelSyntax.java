package org.polyvisor.isa.x86lite.code;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.assembly.Assembler;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.assembly.Syntax;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.x86lite.assembly.X86Dialect;
import org.polyvisor.isa.x86lite.code.OperandKind.Place;
import org.polyvisor.isa.x86lite.state.Registers;

/**
 * Instructions as {@code objdump -M intel} writes them in 32-bit and 16-bit code. Unlike objdump it never keeps a size to itself
 * that is not that of the code: it says {@code data16} of jumps and {@code addr16} of bare displacements, so that an assembler finds
 * the same encoding again.
 */
public final class IntelSyntax implements Syntax {

    /** Names that differ from the manual's. */
    private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("PUSHAD", "pusha"), Map.entry("POPAD", "popa"),
            Map.entry("PUSHFD", "pushf"), Map.entry("POPFD", "popf"), Map.entry("IRETD", "iret"), Map.entry("REPE CMPS", "repz cmps"),
            Map.entry("REPE SCAS", "repz scas"));

    /** Instructions that show an operand size other than that of the code by a letter, if no operand does. */
    private static final Set<String> SIZED = Set.of("RET", "RETF", "ENTER", "LEAVE", "PUSH", "POP", "CALL", "JMP", "PUSHA", "PUSHAD",
            "POPA", "POPAD", "PUSHF", "PUSHFD", "POPF", "POPFD", "IRET", "IRETD");

    /** Instructions whose operand in storage is 32 bits wide as a near address of 32 bits, and as a far one of 16 bits. */
    private static final Set<String> TRANSFERS = Set.of("CALL", "JMP");

    /** Instructions that show the operand size by a letter. */
    private static final Set<String> TABLES = Set.of("LGDT", "SGDT", "LIDT", "SIDT");

    /** Instructions whose name tells sizes. */
    private static final Set<String> TELLING = Set.of("CBW", "CWDE", "CWD", "CDQ");

    /** Makes it. */
    public IntelSyntax() {}

    @Override
    public String print(Instruction i) {
        if (!(i.prefixes() instanceof InstructionPrefixes p) || !(i.row().format() instanceof SdmFormat f)) return i.row().mnemonic();
        List<String> operands = new ArrayList<>();
        for (int n = 0; n < i.arguments().size(); n++) operands.add(operand(f.kinds().get(n), (X86Argument) i.argument(n), p));
        String text = before(i, p, f) + name(i, p);
        return operands.isEmpty() ? text : text + " " + String.join(",", operands);
    }

    /** Prefixes that no operand shows. */
    private static String before(Instruction i, InstructionPrefixes p, SdmFormat f) {
        boolean offset = f.kinds().stream().anyMatch(k -> k.place == Place.OFFSET);
        boolean modRm = !offset && i.arguments().stream().anyMatch(a -> a instanceof X86Argument.Memory);
        boolean registers = modRm && i.arguments().stream().noneMatch(a -> a instanceof X86Argument.Memory m && m.absolute());
        boolean pointed = i.arguments().stream().anyMatch(a -> a instanceof X86Argument.Pointed);
        boolean overridden = modRm || offset || f.kinds().stream().anyMatch(OperandKind::overridable);
        StringBuilder s = new StringBuilder();
        if (p.segment() >= 0 && !overridden) s.append(X86Argument.SegmentName.NAMES.get(p.segment())).append(' ');
        boolean counts = i.row().mnemonic().equals("JCXZ") || i.row().mnemonic().equals("JECXZ");
        if (p.addressBits() != p.codeBits() && !registers && !pointed && !counts) s.append("addr").append(p.addressBits()).append(' ');
        if (p.operandBits() != p.codeBits() && f.kinds().stream().noneMatch(k -> shows(k, i, p)) && !named(i))
            s.append("data").append(p.operandBits()).append(' ');
        if (p.lock()) s.append("lock ");
        if (p.repeat() != Repeat.NONE && !i.row().mnemonic().startsWith("REP")) s.append(p.repeat() == Repeat.EQUAL ? "repz " : "repnz ");
        return s.toString();
    }

    /** {@return whether the operand size is seen in an operand} */
    private static boolean shows(OperandKind k, Instruction i, InstructionPrefixes p) {
        if (k == OperandKind.R_M16) return i.arguments().stream().anyMatch(a -> a instanceof X86Argument.General);
        boolean nearOrFar = TRANSFERS.contains(i.row().mnemonic()) && i.arguments().getFirst() instanceof X86Argument.Memory
                && k.bits(p.operandBits()) == 32;
        return !nearOrFar && k.sized() && (k.rm() || k.place == Place.REG || k.place == Place.POINTED || k == OperandKind.EAX);
    }

    /** {@return whether the operand size is seen in the name} */
    private static boolean named(Instruction i) {
        String manual = i.row().mnemonic();
        return lettered(i) || TABLES.contains(manual) || TELLING.contains(manual);
    }

    private static boolean lettered(Instruction i) {
        return SIZED.contains(i.row().mnemonic()) && (i.arguments().isEmpty() || switch ((X86Argument) i.argument(0)) {
            case X86Argument.General _, X86Argument.Memory _, X86Argument.Far _ -> false;
            case X86Argument.Target _ -> !i.row().syntax().endsWith("rel8");
            default -> true;
        });
    }

    private static String name(Instruction i, InstructionPrefixes p) {
        String manual = i.row().mnemonic(), name = NAMES.get(manual);
        if (name == null) name = manual.toLowerCase(Locale.ROOT).replace("repne ", "repnz ");
        boolean letter = TABLES.contains(manual) || lettered(i) && p.operandBits() != p.codeBits();
        return letter ? name + (p.operandBits() == 16 ? "w" : "d") : name;
    }

    private static String operand(OperandKind k, X86Argument a, InstructionPrefixes p) {
        return switch (a) {
            case X86Argument.Memory m -> {
                String segment = p.segment() >= 0 ? X86Argument.SegmentName.NAMES.get(p.segment()) + ":" : m.absolute() ? "ds:" : "";
                yield (k.place == Place.OFFSET ? "" : width(k.storageBits(p.operandBits()))) + segment + m;
            }
            case X86Argument.Pointed m -> {
                String segment = k.pointer() == 7 ? "es" : p.segment() >= 0 ? X86Argument.SegmentName.NAMES.get(p.segment()) : "ds";
                yield width(k.bits(p.operandBits())) + segment + ":" + m;
            }
            default -> k == OperandKind.ONE ? "1" : a.toString();
        };
    }

    private static String width(int bits) {
        return switch (bits) {
            case 8 -> "BYTE PTR ";
            case 16 -> "WORD PTR ";
            case 32 -> "DWORD PTR ";
            case 48 -> "FWORD PTR ";
            case 64 -> "QWORD PTR ";
            default -> "";
        };
    }

    @Override
    public String data(byte... bytes) {
        return ".byte " + HexFormat.ofDelimiter(",").withPrefix("0x").formatHex(bytes);
    }

    @Override
    public Program assemble(Architecture architecture, String text) throws AssemblyException {
        Mode mode = architecture.registers().mode(0).with(Registers.CS_D, 1).with(Registers.PE, 1);
        return new Assembler(architecture, () -> new X86Dialect(mode)).assemble(text);
    }
}
