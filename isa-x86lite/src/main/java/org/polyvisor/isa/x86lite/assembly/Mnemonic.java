package org.polyvisor.isa.x86lite.assembly;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.code.Repeat;
import org.polyvisor.isa.x86lite.code.X86Argument;

/**
 * What an operation and the words before it come to.
 *
 * @param name as the table has it
 * @param string the letter of a string instruction's width, or 0
 * @param operandBits the operand size that it demands, or 0
 * @param addressBits the address size that a prefix demands, or 0
 * @param segment the segment that a prefix names, or −1
 * @param lock whether LOCK stands before it
 * @param repeat the repeat prefix, where the name does not hold it
 */
record Mnemonic(String name, char string, int operandBits, int addressBits, int segment, boolean lock, Repeat repeat) {
    private static final Map<String, String> CONDITIONS = Map.ofEntries(Map.entry("Z", "E"), Map.entry("NZ", "NE"), Map.entry("C", "B"),
            Map.entry("NC", "AE"), Map.entry("NAE", "B"), Map.entry("NB", "AE"), Map.entry("NBE", "A"), Map.entry("NA", "BE"),
            Map.entry("PE", "P"), Map.entry("PO", "NP"), Map.entry("NL", "GE"), Map.entry("NGE", "L"), Map.entry("NLE", "G"), Map.entry("NG", "LE"));
    private static final Map<String, String> ALIASES = Map.of("SAL", "SHL", "LOOPZ", "LOOPE", "LOOPNZ", "LOOPNE", "WAIT", "FWAIT", "XLATB", "XLAT",
            "RETN", "RET", "ICEBP", "INT1", "LRET", "RETF");
    /** Names of one operand size: the size without a suffix is that of the code. */
    private static final Map<String, String> WHOLE = Map.of("PUSHA", "PUSHAD", "POPA", "POPAD", "PUSHF", "PUSHFD", "POPF", "POPFD", "IRET", "IRETD");
    private static final Set<String> SUFFIXED = Set.of("RET", "RETF", "ENTER", "LEAVE", "PUSH", "POP", "CALL", "JMP");
    private static final Pattern STRING = Pattern.compile("(MOVS|CMPS|STOS|LODS|SCAS|INS|OUTS)([BWD])");

    static Mnemonic of(String operation, int size, Function<String, List<Row>> rows) {
        int address = 0, segment = -1, operand = 0;
        boolean lock = false;
        Repeat repeat = Repeat.NONE;
        String[] words = operation.split(" ");
        for (int i = 0; i < words.length - 1; i++) {
            switch (words[i]) {
                case "LOCK" -> lock = true;
                case "REP", "REPE", "REPZ" -> repeat = Repeat.EQUAL;
                case "REPNE", "REPNZ" -> repeat = Repeat.NOT_EQUAL;
                case "DATA16" -> operand = 16;
                case "DATA32" -> operand = 32;
                case "ADDR16" -> address = 16;
                case "ADDR32" -> address = 32;
                default -> segment = X86Argument.SegmentName.NAMES.indexOf(words[i].toLowerCase(java.util.Locale.ROOT));
            }
        }
        String name = condition(ALIASES.getOrDefault(words[words.length - 1], words[words.length - 1]));
        Matcher m = STRING.matcher(name);
        char string = 0;
        if (m.matches()) {
            name = m.group(1);
            string = m.group(2).charAt(0);
        } else if (WHOLE.containsKey(name)) {
            if (size == 32 && operand != 16) name = WHOLE.get(name);
        } else if (name.endsWith("W") && WHOLE.containsKey(name.substring(0, name.length() - 1))) {
            name = name.substring(0, name.length() - 1);
        } else if ((name.endsWith("W") || name.endsWith("D")) && SUFFIXED.contains(name.substring(0, name.length() - 1))) {
            operand = name.endsWith("W") ? 16 : 32;
            name = name.substring(0, name.length() - 1);
        } else if (name.matches("[LS][GI]DT[WD]")) {
            operand = name.endsWith("W") ? 16 : 32;
            name = name.substring(0, 4);
        }
        if (rows.apply(name).size() > 0 && rows.apply(name).stream().allMatch(r -> demanded(r) == 16)) operand = 16;
        if (rows.apply(name).size() > 0 && rows.apply(name).stream().allMatch(r -> demanded(r) == 32)) operand = 32;
        if (repeat != Repeat.NONE)
            for (String before : repeat == Repeat.EQUAL ? List.of("REP ", "REPE ") : List.of("REPNE "))
                if (!rows.apply(before + name).isEmpty()) return new Mnemonic(before + name, string, operand, address, segment, lock, Repeat.NONE);
        return new Mnemonic(name, string, operand, address, segment, lock, repeat);
    }

    private static int demanded(Row r) {
        return ((org.polyvisor.isa.x86lite.code.SdmFormat) r.format()).demands().operandBits();
    }

    private static String condition(String name) {
        for (String prefix : List.of("J", "SET", "CMOV")) {
            String c = name.startsWith(prefix) ? CONDITIONS.get(name.substring(prefix.length())) : null;
            if (c != null) return prefix + c;
        }
        return name;
    }

    /** The operands, with those that a string instruction leaves out. */
    List<String> operands(List<String> written, int size) {
        String e = (addressBits != 0 ? addressBits : size) == 32 ? "e" : "";
        if (name.equals("XLAT") && written.isEmpty()) return List.of("BYTE PTR [" + e + "bx]");
        if (name.equals("AAM") && written.isEmpty() || name.equals("AAD") && written.isEmpty()) return List.of("10");
        if (string == 0) return written;
        String width = string == 'B' ? "BYTE" : string == 'W' ? "WORD" : "DWORD", a = string == 'B' ? "al" : string == 'W' ? "ax" : "eax";
        String source = width + " PTR [" + e + "si]", target = width + " PTR [" + e + "di]";
        return switch (name.substring(name.indexOf(' ') + 1)) {
            case "MOVS" -> List.of(target, source);
            case "CMPS" -> List.of(source, target);
            case "STOS" -> List.of(target, a);
            case "LODS" -> List.of(a, source);
            case "SCAS" -> List.of(a, target);
            case "INS" -> List.of(target, "dx");
            default -> List.of("dx", source);
        };
    }
}
