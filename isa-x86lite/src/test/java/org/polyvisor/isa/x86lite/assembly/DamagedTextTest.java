package org.polyvisor.isa.x86lite.assembly;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.x86lite.X86Lite;
import org.polyvisor.testkit.AssemblerContract;

@DisplayName("The Intel-syntax assembler and damaged texts")
class DamagedTextTest extends AssemblerContract {
    private static final String EVERYTHING = """
            ; Every directive and every kind of operand.
                    .org    0x1000
            COUNT   equ     10
            size = COUNT * 4 + (1 << 3) - 0b101 & ~0fh | 'a'
            start:  mov     eax, COUNT
                    mov     ecx, dword ptr [ebx+ecx*4+0x10]     # remark
                    mov     byte ptr [table + esi], 'x'
                    movzx   edx, word ptr [ebp-8]
                    lea     edi, [eax*8+table-4]
                    rep movsd
                    lock xadd [edi], eax
                    mov     eax, fs:[0x30]
                    cmp     byte [edi], 0
            again:  dec     ecx
                    jnz     short again
                    je      done
                    call    near done
                    push    offset table
                    jmp     dword ptr [table+eax*4]
                    imul    eax, ebx, -3
                    shld    eax, ebx, cl
                    in      al, dx
                    out     0x80, al
                    times   3 db 0x90
            done:   ret     8
                    .align  16
            table:  dd      start, again, $, .-4
                    db      "text", 13, 10, 0
                    dw      0xffff, -1, 1fh
            .ascii "a\\n", "b"
            .asciz "c"
            .fill 4, 2, 0x1234
            bits 16
                    mov     ax, [bx+si+2]
                    jmp     done
            .code32
                    .byte   1, 2
                    .long   table
            """;

    private final Architecture architecture = make();

    private static Architecture make() {
        try {
            return new X86Lite().architecture("");
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Architecture architecture() {
        return architecture;
    }

    @Override
    protected List<String> texts() {
        return List.of(EVERYTHING);
    }
}
