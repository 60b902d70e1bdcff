# What the I/O privilege level and the I/O permission bitmap decide, and flags.
#include "case.inc"

        .macro  IOPL level, iopl, name, code:vararg
        CASE    \level, "\name, CPL \level IOPL \iopl"
        mov     dword ptr [initial_eflags], 2 + (\iopl << 12)
        BODY
        \code
        mov     eax, INITIAL_EAX        # what the port says is not asked here
        END
        .endm
        .irp    level, 0, 1, 3
        .irp    iopl, 0, 1, 3
        IOPL    \level, \iopl, "cli", cli
        IOPL    \level, \iopl, "sti", sti
        IOPL    \level, \iopl, "in", in al, 0x84
        IOPL    \level, \iopl, "out", out 0x84, al
        CASE    \level, "popf, CPL \level IOPL \iopl"
        mov     dword ptr [initial_eflags], 2 + (\iopl << 12)
        BODY
        push    0x3ed5ff
        and     dword ptr [esp], 0xfffffeff
        popfd
        pushfd
        pop     eax
        END
        CASE    \level, "popf 16, CPL \level IOPL \iopl"
        mov     dword ptr [initial_eflags], 0x240202 + (\iopl << 12)
        BODY
        push    0
        popf
        add     esp, 2
        pushfd
        pop     eax
        END
        .endr
        .endr

        .equ    BITS, TSS
        .macro  PORT name, prepare, port, code:vararg
        CASE    3, "permission bitmap: \name"
        \prepare
        BODY
        xor     ecx, ecx
        mov     edx, \port
        \code
        mov     eax, INITIAL_EAX
        END
        .endm
        PORT    "closed", "nop", 0x84, out dx, al
        PORT    "open", "mov byte ptr [BITS+104+16], 0xef", 0x84, out dx, al
        PORT    "byte open, word closed", "mov byte ptr [BITS+104+16], 0xef", 0x84, out dx, ax
        PORT    "word open", "mov byte ptr [BITS+104+16], 0xcf", 0x84, out dx, ax
        PORT    "word open, doubleword closed", "mov byte ptr [BITS+104+16], 0xcf", 0x84, out dx, eax
        PORT    "doubleword open", "mov byte ptr [BITS+104+16], 0x0f", 0x84, out dx, eax
        PORT    "in", "mov byte ptr [BITS+104+16], 0xef", 0x84, in al, dx
        PORT    "outsb", "mov byte ptr [BITS+104+16], 0xef", 0x84, outsb
        PORT    "insb closed", "nop", 0x84, insb
        PORT    "rep outsb with a count of 0 closed", "nop", 0x84, rep outsb
        PORT    "word over two bytes closed", "mov byte ptr [BITS+104+16], 0x7f", 0x87, out dx, ax
        PORT    "word over two bytes open", "mov word ptr [BITS+104+16], 0xfe7f", 0x87, out dx, ax
        PORT    "last byte of the segment", "mov byte ptr [BITS+104+32], 0", 0x100, in al, dx
        PORT    "one before the last byte", "mov byte ptr [BITS+104+31], 0", 0xf8, in al, dx
        PORT    "behind the segment", "nop", 0x108, in al, dx
        PORT    "base at the end of the segment", "mov word ptr [BITS+102], 136", 0x84, out dx, al
        PORT    "base of ffff", "mov word ptr [BITS+102], 0xffff", 0x84, out dx, al
        PORT    "base of 0", "mov word ptr [BITS+102], 0", 0x40, in al, dx
        CASE    3, "permission bitmap: 16-bit task-state segment"
        mov     eax, TASK16
        mov     dword ptr [TSS16+2], (DATA0 << 16 | 0x8000)
        ltr     ax
        BODY
        out     0x84, al
        END
        CASE    3, "permission bitmap: segment of 103 bytes"
        and     byte ptr [GDT+TASK+5], 0xfd
        mov     word ptr [GDT+TASK], 102
        mov     eax, TASK
        ltr     ax
        BODY
        out     0x84, al
        END

        TRY     3, "pushf and popf keep IF"
        pushfd
        or      dword ptr [esp], 0x200
        popfd
        END
        TRY     0, "popf sets IF and NT"
        push    0x4202
        popfd
        pushfd
        pop     eax
        cli
        END
        TRY     0, "iret with NT set and no task to return to"
        push    0x4002
        popfd
        push    2
        push    CODE0
        push    offset gate_target
        mov     word ptr [TSS], 0
        iretd
