# Far jumps, calls and returns, direct and through call gates.
#include "case.inc"
        .macro  FARJMP selector
        .byte   0xea
        .long   gate_target
        .word   \selector
        .endm
        .macro  FARCALL selector
        .byte   0x9a
        .long   gate_target
        .word   \selector
        .endm
        .irp    level, 0, 3
        .irp    selector, 0, CODE0, CODE3, 0xb, 0x18, DATA0, ABSENTCODE0, ABSENTCODE3, CONFORMING0, CONFORMING3, LDTSEL, BEYOND, CODE1, SHORTCODE0, EXECUTE0, \
                GATE3, GATE0, ABSENTGATE3, GATEDATA3, GATENULL3, GATECONF3, GATEGONE3, GATE16
        .if     (\level == 3) || (\selector != CODE1)
        TRY     \level, "jmp \selector, level \level"
        FARJMP  \selector
        TRY     \level, "call \selector, level \level"
        FARCALL \selector
        .endif
        .endr
        .endr
        .irp    selector, GATEPAR3, GATE1, GATE16PAR3
        .irp    level, 0, 3
        TRY     \level, "jmp with parameters \selector, level \level"
        FARJMP  \selector
        TRY     \level, "call with parameters \selector, level \level"
        push    0x11111111
        push    0x22222222
        push    0x33333333
        FARCALL \selector
        .endr
        .endr


# ---- what a call through a gate leaves on the stacks, and returns from there

        .macro  TOGATE gate, code, target, rights
        mov     eax, offset \target
        mov     edx, eax
        and     eax, 0xffff
        or      eax, (\code) << 16
        and     edx, 0xffff0000
        or      edx, \rights
        mov     [GDT + (\gate & 0xfff8)], eax
        mov     [GDT + (\gate & 0xfff8) + 4], edx
        .endm
        .macro  CALLED level, name, code, rights, target
        CASE    \level, "called: \name, level \level"
        TOGATE  GATE3, \code, \target, \rights
        BODY
        push    0x11111111
        push    0x22222222
        .byte   0x9a
        .long   0x12345678
        .word   GATE3
        END
        .endm
        .irp    level, 0, 3
        CALLED  \level, "stack with no parameters", CODE0, 0xec00, show_stack
        CALLED  \level, "stack with one parameter", CODE0, 0xec01, show_stack
        CALLED  \level, "stack with two parameters", CODE0, 0xec02, show_stack
        CALLED  \level, "parameter count over five bits", CODE0, 0xec22, show_stack
        CALLED  \level, "return", CODE0, 0xec00, return_0
        CALLED  \level, "return that drops parameters", CODE0, 0xec02, return_8
        CALLED  \level, "return that drops too many", CODE0, 0xec02, return_12
        CALLED  \level, "conforming, return", CONFORMING0, 0xec02, return_8
        CALLED  \level, "gate of level 0", CODE0, 0x8c00, return_0
        CALLED  \level, "gate of level 1", CODE0, 0xac00, return_0
        CALLED  \level, "gate absent", CODE0, 0x6c00, return_0
        CALLED  \level, "gate absent, of level 0", CODE0, 0x0c00, return_0
        CALLED  \level, "gate to level 3", CODE3, 0xec00, return_0
        CALLED  \level, "gate to an LDT", LDTSEL, 0xec00, return_0
        CALLED  \level, "gate behind the table", BEYOND, 0xec00, return_0
        CALLED  \level, "gate beyond the segment", SHORTCODE0, 0xec00, return_0
        CALLED  \level, "gate's RPL does not count", 0xb, 0xec00, return_0
        .irp    type, 0xe000, 0xe200, 0xe300, 0xe600, 0xe700, 0xe800, 0xea00, 0xeb00, 0xed00, 0xee00, 0xef00
        CALLED  \level, "system type \type", CODE0, \type, return_0
        .endr
        .endr

        .macro  CALLSTACK name, selector, pointer
        CASE    3, "call gate's stack: \name"
        PUT     (TSS+8), \selector
        PUT     (TSS+4), \pointer
        call    recover_at_level_3
        BODY
        .byte   0x9a
        .long   0
        .word   GATEPAR3
        END
        .endm
        CALLSTACK "null", 0, TASK_TOP
        CALLSTACK "of level 3", DATA3, TASK_TOP
        CALLSTACK "RPL 3", DATA0+3, TASK_TOP
        CALLSTACK "absent", ABSENT0, TASK_TOP
        CALLSTACK "read-only", READONLY0, TASK_TOP
        CALLSTACK "behind the table", BEYOND, TASK_TOP
        CALLSTACK "no room", SHORT0, 0x2000
        CASE    3, "call gate's stack: task-state segment too short"
        and     byte ptr [GDT+TASK+5], 0xfd
        mov     word ptr [GDT+TASK], 16
        mov     eax, TASK
        ltr     ax
        BODY
        FARCALL GATE1
        END

# ---- RETF

        .macro  RETURNFAR level, name, eip, cs, esp, ss
        TRY     \level, "retf \level: \name"
        push    \ss
        push    \esp
        push    \cs
        push    \eip
        retf
        .endm
        .irp    level, 0, 3
        RETURNFAR \level, "null", "offset gate_target", 0, USER_TOP, DATA3
        RETURNFAR \level, "to level 3", "offset gate_target", CODE3, USER_TOP, DATA3
        RETURNFAR \level, "to level 0", "offset gate_target", CODE0, USER_TOP, DATA0
        RETURNFAR \level, "to level 1", "offset gate_target", CODE1, USER_TOP, DATA1
        RETURNFAR \level, "stack of level 0", "offset gate_target", CODE3, USER_TOP, DATA0
        RETURNFAR \level, "null stack", "offset gate_target", CODE3, USER_TOP, 0
        RETURNFAR \level, "stack absent", "offset gate_target", CODE3, USER_TOP, ABSENT3
        RETURNFAR \level, "stack read-only", "offset gate_target", CODE3, USER_TOP, READONLY3
        RETURNFAR \level, "stack behind the table", "offset gate_target", CODE3, USER_TOP, BEYOND+3
        RETURNFAR \level, "code of level 0 at level 3", "offset gate_target", CODE0+3, USER_TOP, DATA3
        RETURNFAR \level, "code of level 3 at level 0", "offset gate_target", 0x18, USER_TOP, DATA3
        RETURNFAR \level, "to data", "offset gate_target", DATA3, USER_TOP, DATA3
        RETURNFAR \level, "to a gate", "offset gate_target", GATE3, USER_TOP, DATA3
        RETURNFAR \level, "to code absent", "offset gate_target", ABSENTCODE3, USER_TOP, DATA3
        RETURNFAR \level, "to conforming code of level 0 at level 3", "offset gate_target", CONFORMING0+3, USER_TOP, DATA3
        RETURNFAR \level, "behind the table", "offset gate_target", BEYOND+3, USER_TOP, DATA3
        RETURNFAR \level, "beyond the segment", 0x1000, SHORTCODE0, USER_TOP, DATA0
        .endr
        TRY     0, "retf 8 to level 3"
        push    DATA3
        push    USER_TOP
        push    0
        push    0
        push    CODE3
        push    offset gate_target
        retf    8

        .text
show_stack:
        .set    i, 0
        .rept   6
        SHOW    [esp+i]
        .set    i, i + 4
        .endr
        int     0x47
return_0:
        retf
return_8:
        retf    8
return_12:
        retf    12
