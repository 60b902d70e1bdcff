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
        .irp    selector, 0, CODE0, CODE3, 0xb, 0x18, DATA0, ABSENTCODE0, ABSENTCODE3, CONFORMING0, CONFORMING3, LDTSEL, BEYOND, CODE1, SHORTCODE0, EXECUTE0, GATE3, GATE0, ABSENTGATE3, GATEDATA3, GATENULL3, GATECONF3, GATEGONE3, GATE16
        .if     (\level == 3) || (\selector != CODE1)
        TRY     \level, "jmp \selector, level \level"
        FARJMP  \selector
        TRY     \level, "call \selector, level \level"
        FARCALL \selector
        .endif
        .endr
        .endr
