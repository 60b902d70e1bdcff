# Gates of the interrupt descriptor table, the stack switch, double faults and returns.
#include "case.inc"

        .irp    level, 0, 3
        CASE    \level, "gate not present \level"
        GATE    0x40, CODE0, bare_stub, 0x6e00
        BODY
        END
        CASE    \level, "gate not present, of level 0 \level"
        GATE    0x40, CODE0, bare_stub, 0x0e00
        BODY
        END
        .irp    type, 0xe000, 0xe100, 0xe200, 0xe300, 0xe400, 0xe800, 0xe900, 0xea00, 0xeb00, 0xec00, 0xed00
        CASE    \level, "gate of type \type \level"
        GATE    0x40, CODE0, bare_stub, \type
        BODY
        END
        .endr
        CASE    \level, "gate with S bit \level"
        GATE    0x40, CODE0, bare_stub, 0xfe00
        BODY
        END
        .irp    selector, 0, 3, CODE3, DATA0, ABSENTCODE0, ABSENTCODE3, BEYOND, LDTSEL, 4, 0x24, EXECUTE0, CONFORMING0, CONFORMING3, CODE1
        CASE    \level, "gate to \selector \level"
        GATE    0x40, \selector, gate_to_stub, 0xee00
        BODY
        END
        .endr
        CASE    \level, "trap gate leaves IF \level"
        mov     dword ptr [initial_eflags], 0x202
        GATE    0x40, CODE0, bare_stub, 0xef00
        BODY
        END
        CASE    \level, "interrupt gate, all flags \level"
        mov     dword ptr [initial_eflags], 0x207ed7
        GATE    0x40, CODE0, flags_stub, 0xee00
        BODY
        END
        CASE    \level, "trap gate, all flags \level"
        mov     dword ptr [initial_eflags], 0x207ed7
        GATE    0x40, CODE0, flags_stub, 0xef00
        BODY
        END
        CASE    \level, "16-bit gate \level"
        PUT     (TSS+4), 0x8000
        mov     dword ptr [initial_esp], 0x9000
        mov     dword ptr [0x7ff0], 0
        mov     dword ptr [0x8ff0], 0
        GATE    0x40, CODE0, 0x7100, 0xe600
        mov     dword ptr [0x7100], 0xea    # JMP CODE0:raw_stub
        mov     dword ptr [0x7101], offset raw_stub
        mov     word ptr [0x7105], CODE0
        mov     byte ptr [0x7100], 0xea
        BODY
        END
        CASE    \level, "fault with error code through the 16-bit gate \level"
        PUT     (TSS+4), 0x8000
        mov     dword ptr [initial_esp], 0x9000
        GATE    13, CODE0, 0x7100, 0x8600
        mov     byte ptr [0x7100], 0xea
        mov     dword ptr [0x7101], offset raw_stub
        mov     word ptr [0x7105], CODE0
        BODY
        mov     eax, BEYOND
        mov     ds, ax
        END
        CASE    \level, "double fault: no gate for 13 \level"
        GATE    13, CODE0, bare_stub, 0x0e00
        BODY
        mov     eax, BEYOND
        mov     ds, ax
        END
        CASE    \level, "double fault: divide error without a gate \level"
        GATE    0, CODE0, bare_stub, 0x0e00
        BODY
        xor     ecx, ecx
        div     ecx
        END
        CASE    \level, "no double fault: invalid opcode without a gate \level"
        GATE    6, CODE0, bare_stub, 0x0e00
        BODY
        ud2
        END
        CASE    \level, "gate half behind the end of the table \level"
        mov     word ptr [PAGES], 0x47*8+6
        mov     dword ptr [PAGES+2], IDT
        lidt    [PAGES]
        BODY
        int     0x47
        END
        .endr

# ---- the stack of level 0

        .macro  TASKSTACK name, selector, pointer
        CASE    3, "stack switch: \name"
        PUT     (TSS+8), \selector
        PUT     (TSS+4), \pointer
        call    recover_at_level_3
        BODY
        END
        .endm
        TASKSTACK "null ss0", 0, TASK_TOP
        TASKSTACK "null ss0 with rpl 3", 3, TASK_TOP
        TASKSTACK "ss0 of level 3", DATA3, TASK_TOP
        TASKSTACK "ss0 with rpl 3", DATA0+3, TASK_TOP
        TASKSTACK "ss0 not present", ABSENT0, TASK_TOP
        TASKSTACK "ss0 read-only", READONLY0, TASK_TOP
        TASKSTACK "ss0 is code", CODE0, TASK_TOP
        TASKSTACK "ss0 is a system segment", LDTSEL, TASK_TOP
        TASKSTACK "ss0 behind the table", BEYOND, TASK_TOP
        TASKSTACK "ss0 in an empty LDT", 0xc, TASK_TOP
        TASKSTACK "ss0 too short", SHORT0, 0x2000
        TASKSTACK "esp0 unaligned", DATA0, 0x32ffff
        CASE    3, "stack switch: task-state segment too short for ss1"
        and     byte ptr [GDT+TASK+5], 0xfd
        mov     word ptr [GDT+TASK], 16
        mov     eax, TASK
        ltr     ax
        GATE    0x40, CODE1, gate_to_stub, 0xee00
        BODY
        END
        CASE    3, "stack switch to level 1"
        GATE    0x40, CODE1, gate_to_stub, 0xee00
        BODY
        END
        CASE    3, "stack switch to level 1, then 0 by a fault"
        GATE    0x40, CODE1, hlt_stub, 0xee00
        BODY
        END
        CASE    3, "stack switch: 16-bit task-state segment"
        PUT     (TSS16+2), (DATA0 << 16 | 0x8000)
        mov     eax, TASK16
        ltr     ax
        BODY
        END
        CASE    3, "stack switch at a fault with error code"
        BODY
        mov     eax, BEYOND
        mov     ds, ax
        END
        CASE    3, "stack switch fails at a fault"
        PUT     (TSS+8), 0
        call    recover_at_level_3
        BODY
        ud2
        END
        CASE    3, "double fault: stack switch fails at a page fault"
        PUT     (TSS+8), 0
        PUT     (TABLE+4*0x301), 0
        call    recover_at_level_3
        mov     dword ptr [initial_cr0], 0x80000011
        BODY
        mov     eax, [PAGES+0x1000]
        END
        CASE    3, "conforming handler stays at level 3"
        GATE    0x40, CONFORMING0, gate_to_stub, 0xee00
        BODY
        END

# ---- IRET

        .macro  RETURN level, name, eip, cs, flags, esp, ss
        TRY     \level, "iret \level: \name"
        push    \ss
        push    \esp
        push    \flags
        push    \cs
        push    \eip
        iretd
        .endm
        .irp    level, 0, 3
        RETURN  \level, "to a null selector", "offset gate_target", 0, 2, USER_TOP, DATA3
        RETURN  \level, "to level 3", "offset gate_target", CODE3, 2, USER_TOP, DATA3
        RETURN  \level, "to level 0", "offset gate_target", CODE0, 2, USER_TOP, DATA0
        RETURN  \level, "to level 1", "offset gate_target", CODE1, 2, USER_TOP, DATA1
        RETURN  \level, "to level 3, all flags", "offset gate_target", CODE3, 0x247ed7, USER_TOP, DATA3
        RETURN  \level, "to level 3, stack of level 0", "offset gate_target", CODE3, 2, USER_TOP, DATA0
        RETURN  \level, "to level 3, null stack", "offset gate_target", CODE3, 2, USER_TOP, 3
        RETURN  \level, "to level 3, stack not present", "offset gate_target", CODE3, 2, USER_TOP, ABSENT3
        RETURN  \level, "to level 3, read-only stack", "offset gate_target", CODE3, 2, USER_TOP, READONLY3
        RETURN  \level, "to level 3, stack behind the table", "offset gate_target", CODE3, 2, USER_TOP, BEYOND+3
        RETURN  \level, "to level 3 of a code segment of level 0", "offset gate_target", CODE0+3, 2, USER_TOP, DATA3
        RETURN  \level, "to level 0 of a code segment of level 3", "offset gate_target", 0x18, 2, USER_TOP, DATA3
        RETURN  \level, "to data", "offset gate_target", DATA3, 2, USER_TOP, DATA3
        RETURN  \level, "to code not present", "offset gate_target", ABSENTCODE3, 2, USER_TOP, DATA3
        RETURN  \level, "to conforming code of level 0 at level 3", "offset gate_target", CONFORMING0+3, 2, USER_TOP, DATA3
        RETURN  \level, "to conforming code of level 3", "offset gate_target", CONFORMING3, 2, USER_TOP, DATA3
        RETURN  \level, "behind the table", "offset gate_target", BEYOND, 2, USER_TOP, DATA3
        RETURN  \level, "to short code beyond its limit", 0x1000, SHORTCODE0, 2, USER_TOP, DATA3
        .endr
        TRY     0, "iret 0: keeps segments of level 3, nulls those of level 0"
        mov     eax, DATA3
        mov     ds, ax
        mov     eax, CONFORMING0
        mov     fs, ax
        mov     eax, CODE3
        mov     gs, ax
        push    DATA3
        push    USER_TOP
        push    2
        push    CODE3
        push    offset gate_target
        mov     eax, INITIAL_EAX
        iretd
        TRY     0, "iret 0: same level, all flags"
        push    0x247ed7
        push    CODE0
        push    offset gate_target
        iretd
        TRY     0, "iret 0: same level, IOPL 3"
        push    0x3002
        push    CODE0
        push    offset gate_target
        iretd
        CASE    3, "iret 3: IOPL 0, IF and IOPL stay"
        mov     dword ptr [initial_eflags], 0x202
        BODY
        push    0x3002
        push    CODE3
        push    offset gate_target
        iretd
        CASE    3, "iret 3: IOPL 3, IF changes, IOPL stays"
        mov     dword ptr [initial_eflags], 0x3202
        BODY
        push    2
        push    CODE3
        push    offset gate_target
        iretd
        TRY     0, "iret 0: TF traps after the next instruction"
        push    0x102
        push    CODE0
        push    offset two_nops
        iretd
two_nops:
        nop
        nop
        END
        TRY     0, "iret 0: 16 bits, same level"
        mov     dword ptr [0x7200], 0x909040cd
        pushw   0x8d7
        pushw   CODE0
        pushw   0x7200
        .byte   0x66
        iretd

        .text
        .balign 16
        .globl  gate_to_stub
gate_to_stub:
        push    eax
        mov     eax, cs
        SHOW    eax
        pop     eax
        int     0x47

# Where level 0 cannot be entered, the faults of trying go to level 3, which shows them and mends the stack.
        .globl  recover_at_level_3
recover_at_level_3:
        GATE    8, CODE3, recover_8, 0x8e00
        GATE    10, CODE3, recover_10, 0x8e00
        GATE    11, CODE3, recover_11, 0x8e00
        GATE    12, CODE3, recover_12, 0x8e00
        GATE    13, CODE3, recover_13, 0x8e00
        ret
        .irp    vector, 8, 10, 11, 12, 13
recover_\vector:
        SHOW    \vector
        jmp     recover
        .endr
recover:
        pop     dword ptr [PAGES+0x20]
        SHOW    [PAGES+0x20]
        mov     dword ptr [TSS+8], DATA0
        mov     dword ptr [TSS+4], TASK_TOP
        int     0x47
hlt_stub:
        hlt
flags_stub:
        push    eax
        pushfd
        pop     eax
        SHOW    eax
        pop     eax
        jmp     bare_stub
