# Exceptions of instructions at levels 0 and 3, and software interrupts.
#include "case.inc"

        .irp    level, 0, 3
        TRY     \level, "divide by zero \level"
        xor     ecx, ecx
        div     ecx
        END
        TRY     \level, "divide overflow \level"
        mov     edx, 2
        mov     ecx, 1
        idiv    ecx
        END
        TRY     \level, "aam 0 \level"
        .byte   0xd4, 0
        END
        TRY     \level, "into \level"
        mov     al, 0x7f
        add     al, 1
        mov     eax, INITIAL_EAX
        into
        END
        TRY     \level, "bound \level"
        PUT     PAGES, 1
        PUT     PAGES+4, 2
        bound   ecx, [PAGES]
        END
        TRY     \level, "int3 \level"
        int3
        END
        TRY     \level, "single step \level"
        pushfd
        or      dword ptr [esp], 0x100
        popfd
        nop
        nop
        END
        TRY     \level, "int 40 \level"
        END
        TRY     \level, "int 47 beyond the table \level"
        int     0x48
        END
        TRY     \level, "int 20 of level 0 \level"
        int     0x20
        END
        TRY     \level, "int 3 in two bytes \level"
        .byte   0xcd, 3
        END
        TRY     \level, "int1 \level"
        .byte   0xf1
        END
        TRY     \level, "bound on registers \level"
        .byte   0x62, 0xc0
        END
        TRY     \level, "lock on a register \level"
        .byte   0xf0, 0x01, 0xc0
        END
        TRY     \level, "lea of a register \level"
        .byte   0x8d, 0xc0
        END
        TRY     \level, "mov to cs \level"
        .byte   0x8e, 0xc8
        END
        TRY     \level, "mov to segment register 6 \level"
        .byte   0x8e, 0xf0
        END
        TRY     \level, "mov from cr1 \level"
        .byte   0x0f, 0x20, 0xc8
        END
        TRY     \level, "cr0 nw without cd \level"
        mov     ecx, 0x20000011
        mov     cr0, ecx
        END
        TRY     \level, "fwait with ts and mp \level"
        fwait
        END

        CASE    \level, "fwait with ts and mp set \level"
        mov     dword ptr [initial_cr0], 0x1b
        BODY
        fwait
        END
        CASE    \level, "fwait with ts alone \level"
        mov     dword ptr [initial_cr0], 0x19
        BODY
        fwait
        END
        CASE    \level, "x87 with em \level"
        mov     dword ptr [initial_cr0], 0x15
        BODY
        fninit
        END
        CASE    \level, "x87 with ts \level"
        mov     dword ptr [initial_cr0], 0x19
        BODY
        fninit
        END
        CASE    \level, "int 3 in two bytes, gate of level 0 \level"
        GATE    3, CODE0, bare_stub, 0x8e00
        BODY
        .byte   0xcd, 3
        END
        CASE    \level, "int3, gate of level 3 \level"
        GATE    3, CODE0, bare_stub, 0xee00
        BODY
        int3
        END
        CASE    \level, "into, gate of level 3 \level"
        GATE    4, CODE0, bare_stub, 0xee00
        BODY
        mov     al, 0x7f
        add     al, 1
        mov     eax, INITIAL_EAX
        into
        END
        CASE    \level, "int 13 pushes no error code \level"
        GATE    13, CODE0, bare_stub, 0xee00
        BODY
        int     13
        END
        .irp    instruction, hlt, clts, wbinvd, "mov eax, cr0", "mov eax, cr2", "mov cr3, eax", "lmsw ax", "lgdt [esi]", "lidt [esi]", \
                "invlpg [esi]", "mov eax, dr7", "mov dr6, eax"
        .if \level == 3
        TRY     \level, "\instruction \level"
        \instruction
        END
        .endif
        .endr
        TRY     \level, "smsw \level"
        smsw    eax
        END
        TRY     \level, "str \level"
        str     eax
        END
        TRY     \level, "sldt \level"
        sldt    eax
        END
        TRY     \level, "sgdt \level"
        sgdt    [esi]
        mov     eax, [esi]
        END
        TRY     \level, "sidt \level"
        sidt    [esi]
        mov     eax, [esi+2]
        END
        .endr
        .text
        .globl  gate_target
gate_target:
        END

        TRY     0, "clts 0"
        mov     eax, 0x19
        mov     cr0, eax
        clts
        mov     eax, cr0
        END
        TRY     0, "lmsw sets pe mp em ts 0"
        mov     eax, 0xfffe
        lmsw    ax
        END
        TRY     0, "lmsw cannot clear pe 0"
        xor     eax, eax
        lmsw    ax
        smsw    eax
        END
        TRY     0, "mov to cr0 drops unknown bits 0"
        mov     eax, 0x1ff0ffc1
        mov     cr0, eax
        mov     eax, cr0
        END
