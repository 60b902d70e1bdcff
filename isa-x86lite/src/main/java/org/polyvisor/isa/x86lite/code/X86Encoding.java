package org.polyvisor.isa.x86lite.code;

import java.util.List;
import org.polyvisor.isa.code.Code;
import org.polyvisor.isa.code.Encoding;
import org.polyvisor.isa.code.Meaning;
import org.polyvisor.isa.code.Row;
import org.polyvisor.isa.x86lite.state.Exceptions;

/** What holds for all of the code: prefixes come first, LOCK has its rules, 15 bytes are the most; SDM volume 2, 2.1.1 and 2.3.11. */
public final class X86Encoding implements Encoding {
    private static final SdmFormat ONE_BYTE = new SdmFormat(List.of(0), -2, false, List.of(), new SdmFormat.Demands(0, 0, null), false,
            false);

    private final Row undefined = row("(bad)", Exceptions.UD);
    private final Row tooLong = row("(too long)", Exceptions.GP);

    /** Makes it. */
    public X86Encoding() {}

    private static Row row(String name, int vector) {
        Meaning fault = Meaning.of((Meaning.M0) s -> Exceptions.fault(s, vector));
        return new Row(0, 0, "", name, name, "SDM vol. 3, 6.15", ONE_BYTE, fault);
    }

    @Override
    public Row begin(Code code) {
        return InstructionPrefixes.read(code) ? null : tooLong;
    }

    @Override
    public Row check(Row row, Code code) {
        if (code.length() > InstructionPrefixes.LONGEST) return tooLong;
        if (InstructionPrefixes.of(code).lock() && !((SdmFormat) row.format()).locks(code)) return undefined;
        return row;
    }

    @Override
    public Row undefined() {
        return undefined;
    }
}
