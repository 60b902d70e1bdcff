package org.polyvisor.isa.s370.guest;

import java.util.LinkedHashMap;
import java.util.Map;
import org.polyvisor.isa.guest.AssemblyText;

/** The constants of one method, a word each, in the order of their first use. */
final class Constants {
    private final String symbol;
    private final Map<String, String> labels = new LinkedHashMap<>();

    Constants(String symbol) {
        this.symbol = symbol;
    }

    /** {@return a label that only this method has} */
    static String label(String symbol, String suffix) {
        return "L" + symbol + "_" + suffix;
    }

    /** {@return where a constant stands, such as F'1' or A(H1)} */
    String at(String constant) {
        return labels.computeIfAbsent(constant, _ -> label(symbol, "C" + labels.size()));
    }

    int size() {
        return labels.size();
    }

    void write(AssemblyText text) {
        text.add(" ".repeat(9) + "DS 0F");
        labels.forEach((constant, label) -> text.add(label + " DC " + constant));
    }
}
