package org.polyvisor.isa.s370.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.s370.S370;
import org.polyvisor.testkit.AssemblerContract;

@DisplayName("The System/370 assembler and damaged texts")
class DamagedTextTest extends AssemblerContract {
    private static final String EVERYTHING = """
            * Every directive and every kind of operand.
            TEST     START X'1000'
                     TITLE 'EVERYTHING'
                     BALR  12,0
                     USING *,12,11
            HERE     L     1,=F'5'
                     LA    R2,L'TEXT(R2)          REMARK
                     MVC   TEXT(3),=C'A''B,C'
                     MVC   TEXT,TEXT+1
                     PACK  DOUBLE(8),TEXT(4)
                     BNE   HERE
                     NOPR  0
                     CNOP  0,8
                     DROP  11
                     CH    1,=H'-1'
                     N     1,=X'00FF00FF'
                     L     15,=A(TEXT+4*(2-1))
                     STM   14,12,12(13)
                     B     *+8
                     BR    14
            R2       EQU   2
            SIZE     EQU   *-TEST
                     LTORG
            TEXT     DC    C'HELLO',CL8'AB',3X'0F',B'1010',2FL3'7'
                     DC    P'-123',PL4'5',Z'42',AL1(SIZE),AL3(TEXT),Y(SIZE),D'0',E'-1.5E3'
            DOUBLE   DS    D,0F,3H,CL80
                     ORG   TEXT+200
                     DC    A(*)
                     END   TEST
            """;
    private static final List<String> TEXTS = Stream.concat(Stream.of(EVERYTHING, EVERYTHING),
            Stream.of("hello", "crc32").map(DamagedTextTest::workload)).toList();

    private final Architecture architecture = make();

    private static Architecture make() {
        try {
            return new S370().architecture("s370");
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    private static String workload(String name) {
        try (InputStream in = S370.class.getResourceAsStream("workloads/" + name + ".s370")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Architecture architecture() {
        return architecture;
    }

    @Override
    protected List<String> texts() {
        return TEXTS;
    }
}
