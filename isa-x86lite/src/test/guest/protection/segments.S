# Loads of segment registers and system registers, and accesses through segments.
#include "case.inc"

        .irp    level, 0, 3
        .irp    selector, 0, 3, DATA0, DATA3, 0x13, 0x20, CODE0, CODE3, ABSENT0, ABSENT3, READONLY0, READONLY3, EXECUTE0, CONFORMING0, CONFORMING3, LDTSEL, TASK2, GATE3, BEYOND, 0x4, 0xf, CODE1, DATA1, 0xffff
        TRY     \level, "mov ds, \selector, level \level"
        mov     eax, \selector
        mov     ds, ax
        END
        TRY     \level, "mov ss, \selector, level \level"
        mov     eax, \selector
        mov     ss, ax
        nop
        END
        .endr
        TRY     \level, "pop es \level"
        push    DATA3
        pop     es
        END
        TRY     \level, "pop fs behind the table \level"
        push    BEYOND
        pop     fs
        END
        TRY     \level, "pop ss of level 3 \level"
        push    DATA3
        pop     ss
        END
        TRY     \level, "lds \level"
        PUT     PAGES, 0x12345678
        mov     dword ptr [PAGES+4], DATA3
        lds     eax, [esi]
        END
        TRY     \level, "lss behind the table \level"
        PUT     PAGES, 0x12345678
        mov     dword ptr [PAGES+4], BEYOND
        lss     eax, [esi]
        END
        TRY     \level, "lgs null \level"
        mov     dword ptr [PAGES+4], 1
        lgs     eax, [esi]
        END
        TRY     \level, "read through a null segment \level"
        xor     eax, eax
        mov     fs, ax
        mov     eax, fs:[esi]
        END
        TRY     \level, "write through a null segment \level"
        xor     eax, eax
        mov     fs, ax
        mov     fs:[esi], eax
        END
        TRY     \level, "write to a code segment \level"
        mov     cs:[esi], eax
        END
        TRY     \level, "write to a read-only segment \level"
        mov     eax, READONLY3
        mov     fs, ax
        mov     fs:[esi], eax
        END
        TRY     \level, "read a read-only segment \level"
        mov     eax, READONLY3
        mov     fs, ax
        mov     eax, fs:[esi]
        END
        CASE    \level, "a segment loaded is marked accessed \level"
        and     byte ptr [GDT+0x25], 0xfe
        BODY
        mov     eax, DATA3
        mov     fs, ax
        mov     eax, GDT+0x24
        mov     eax, [eax]
        END
        .irp    selector, 0, CODE0, DATA0, CODE3, DATA3, ABSENT0, READONLY0, EXECUTE0, CONFORMING0, LDTSEL, TASK, TASK2, GATE3, GATE0, BEYOND, CODE16, GATE16, 0xc
        .irp    instruction, lar, lsl
        TRY     \level, "\instruction \selector, level \level"
        mov     ecx, \selector
        \instruction eax, ecx
        END
        .endr
        .irp    instruction, verr, verw
        TRY     \level, "\instruction \selector, level \level"
        mov     ecx, \selector
        \instruction cx
        END
        .endr
        .endr
        .irp    instruction, lldt, ltr
        .irp    selector, 0, DATA0, LDTSEL, TASK, TASK2, ABSENTLDT, ABSENTTASK, BEYOND, 4, TASK16
        TRY     \level, "\instruction \selector, level \level"
        mov     eax, \selector
        \instruction ax
        sldt    ax
        shl     eax, 16
        str     ax
        END
        .endr
        .endr
        .endr

        CASE    3, "a selector of the LDT"
        mov     eax, LDTSEL
        lldt    ax
        BODY
        mov     eax, 0xf
        mov     ds, ax
        END
        CASE    3, "a selector behind the LDT"
        mov     eax, LDTSEL
        lldt    ax
        BODY
        mov     eax, 0x27
        mov     ds, ax
        END
        TRY     0, "ltr marks busy"
        mov     eax, TASK2
        ltr     ax
        mov     eax, [GDT+TASK2+4]
        END
        TRY     0, "read at a limit"
        mov     eax, SHORT0
        mov     fs, ax
        mov     eax, fs:[0xffc]
        END
        TRY     0, "read over a limit"
        mov     eax, SHORT0
        mov     fs, ax
        mov     eax, fs:[0xffd]
        END
        TRY     0, "read below an expand-down limit"
        mov     eax, DOWN0
        mov     fs, ax
        mov     eax, fs:[0xfff]
        END
        TRY     0, "read above an expand-down limit"
        mov     eax, DOWN0
        mov     fs, ax
        mov     eax, fs:[esi]
        END
        TRY     0, "pop over the limit of the stack"
        mov     eax, SHORT0
        mov     ss, ax
        mov     esp, 0xffe
        pop     eax
        END
        TRY     0, "read the stack over its limit"
        mov     eax, SHORT0
        mov     ecx, esp
        mov     ss, ax
        mov     esp, 0x800
        mov     ebp, 0x1000
        mov     eax, [ebp]
        END
