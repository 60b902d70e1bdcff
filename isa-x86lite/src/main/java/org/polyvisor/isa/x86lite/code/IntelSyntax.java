package org.polyvisor.isa.x86lite.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.polyvisor.isa.assembly.Syntax;
import org.polyvisor.isa.code.Instruction;
import org.polyvisor.isa.x86lite.code.OperandKind.Place;

/**
 * Instructions as {@code objdump -M intel} writes them in 32-bit code. Unlike objdump it says {@code data16} of every jump with an
 * operand size of 16 that does not show it otherwise, so that an assembler finds the same encoding again.
 */
public final class IntelSyntax implements Syntax {

    /** Names that differ from the manual's. */
    private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("PUSHA", "pushaw"), Map.entry("PUSHAD", "pusha"),
            Map.entry("POPA", "popaw"), Map.entry("POPAD", "popa"), Map.entry("PUSHF", "pushfw"), Map.entry("PUSHFD", "pushf"),
            Map.entry("POPF", "popfw"), Map.entry("POPFD", "popf"), Map.entry("IRET", "iretw"), Map.entry("IRETD", "iret"),
            Map.entry("REPE CMPS", "repz cmps"), Map.entry("REPE SCAS", "repz scas"));

    /** Instructions without an operand that shows an operand size of 16. */
    private static final Set<String> SIZED = Set.of("RET", "RETF", "ENTER", "LEAVE", "PUSH", "POP", "CALL", "JMP");

    /** Instructions with an operand size of 16 or 32 in their name. */
    private static final Set<String> TABLES = Set.of("LGDT", "SGDT", "LIDT", "SIDT");

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
        boolean modRm = i.arguments().stream().anyMatch(a -> a instanceof X86Argument.Memory) && f.kinds().stream().noneMatch(k -> k.place == Place.OFFSET);
        boolean pointed = i.arguments().stream().anyMatch(a -> a instanceof X86Argument.Pointed);
        boolean overridden = modRm || f.kinds().stream().anyMatch(k -> k.overridable() || k.place == Place.OFFSET);
        StringBuilder s = new StringBuilder();
        if (p.segment() >= 0 && !overridden) s.append(X86Argument.SegmentName.NAMES.get(p.segment())).append(' ');
        if (p.addressBits() == 16 && !modRm && !pointed && !i.row().mnemonic().equals("JCXZ")) s.append("addr16 ");
        if (p.operandBits() == 16 && f.kinds().stream().noneMatch(k -> shows(k, i)) && !suffixed(i, p)) s.append("data16 ");
        if (p.lock()) s.append("lock ");
        if (p.repeat() != Repeat.NONE && !i.row().mnemonic().startsWith("REP")) s.append(p.repeat() == Repeat.EQUAL ? "repz " : "repnz ");
        return s.toString();
    }

    /** {@return whether the operand size is seen in an operand} */
    private static boolean shows(OperandKind k, Instruction i) {
        if (k == OperandKind.R_M16) return i.arguments().getLast() instanceof X86Argument.General || i.arguments().getFirst() instanceof X86Argument.General;
        return k.sized() && (k.rm() || k.place == Place.REG || k.place == Place.POINTED || k == OperandKind.EAX);
    }

    private static boolean suffixed(Instruction i, InstructionPrefixes p) {
        String manual = i.row().mnemonic();
        if (p.operandBits() == 32) return false;
        if (NAMES.containsKey(manual) || TABLES.contains(manual) || manual.startsWith("CB") || manual.startsWith("CW")) return true;
        return SIZED.contains(manual) && (i.arguments().isEmpty() || switch ((X86Argument) i.argument(0)) {
            case X86Argument.General _, X86Argument.Memory _, X86Argument.Far _ -> false;
            case X86Argument.Target _ -> !i.row().syntax().endsWith("rel8");
            default -> true;
        });
    }

    private static String name(Instruction i, InstructionPrefixes p) {
        String manual = i.row().mnemonic(), name = NAMES.get(manual);
        if (name != null) return name;
        name = manual.toLowerCase(Locale.ROOT).replace("repne ", "repnz ");
        if (TABLES.contains(manual)) return name + (p.operandBits() == 16 ? "w" : "d");
        return SIZED.contains(manual) && suffixed(i, p) ? name + "w" : name;
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
}
