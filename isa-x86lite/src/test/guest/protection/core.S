# Enters cases and takes whatever interrupts them.
#include "case.inc"

        .section .text.start, "ax"
        .globl  _start
        .balign 4
        .long   0x1BADB002, 0, -0x1BADB002
_start: cld
        mov     esp, offset harness_stack
        call    guest_main
stop:   cli
        hlt
        jmp     stop

# void enter_case(void): goes to initial_eip at initial_cs with initial_esp and so on; comes back when interrupted.
        .text
        .globl  enter_case
enter_case:
        pushad
        mov     [resume], esp
        mov     eax, [initial_fs]
        mov     fs, ax
        xor     eax, eax
        mov     gs, ax
        mov     eax, INITIAL_CR2
        mov     cr2, eax
        mov     ecx, [initial_cr0]
        mov     esp, [initial_esp]
        test    dword ptr [initial_cs], 3
        jz      1f
        mov     esp, TASK_TOP
        push    [initial_ss]
        push    [initial_esp]
1:      push    [initial_eflags]
        push    [initial_cs]
        push    [initial_eip]
        mov     edx, [initial_ds]
        mov     ebx, PAGES
        mov     esi, PAGES
        mov     edi, PAGES
        mov     ebp, 0xb0b0b0b0
        mov     eax, INITIAL_EAX
        mov     es, dx
        mov     cr0, ecx
        mov     ds, dx
        mov     ecx, 0xc0c0c0c0
        iretd

# Vectors 0 to 0x47. A -1 stands for an error code that is not there.
        .altmacro
        .macro STUB n
stub\n: .if (\n == 8) || (\n >= 10 && \n <= 14) || (\n == 17)
        .else
        push    -1
        .endif
        push    \n
        jmp     common
        .pushsection .rodata, "a"
        .long   stub\n
        .popsection
        .endm
        .section .rodata
        .balign 4
        .globl  stubs
stubs:
        .text
        .set    i, 0
        .rept   0x48
        STUB    %i
        .set    i, i + 1
        .endr
        .noaltmacro

# For vectors of exceptions without an error code.
        .globl  bare_stub
bare_stub:
        push    -1
        push    0xbb
        jmp     common

# Shows the stack as it is, not as a frame.
        .globl  raw_stub
raw_stub:
        push    0xffffffff
        push    0xaa
        jmp     common

common: pushad
        push    ds
        push    es
        push    fs
        push    gs
        mov     eax, DATA0
        mov     ds, ax
        mov     es, ax
        cld
        mov     eax, [esp + 48]
        sub     eax, 0x20
        cmp     eax, 16
        jae     captured
        cmp     dword ptr [request_mode], 0
        jne     requested
captured:
        mov     [handler_ss], ss
        mov     [handler_esp], esp
        mov     esi, esp
        mov     edi, offset frame
        mov     ecx, 24
        rep     movsd
        mov     eax, cr2
        mov     [frame_cr2], eax
        mov     eax, cr0
        mov     [frame_cr0], eax
        mov     eax, 0x11
        mov     cr0, eax
        mov     eax, DATA0
        mov     ss, ax
        mov     esp, [resume]
        push    2
        popfd
        popad
        ret

# Requests of devices go on the list and end as request_mode says: 1 without end of interrupt, 2 with.
requested:
        add     eax, 0x20
        push    eax
        call    remember
        cmp     dword ptr [request_mode], 2
        jne     1f
        mov     al, 0x20
        out     0x20, al
1:      pop     gs
        pop     fs
        pop     es
        pop     ds
        popad
        add     esp, 8
        iretd

# void remember(unsigned): keeps all registers; pops its argument.
        .globl  remember
remember:
        push    eax
        push    ebx
        mov     ebx, [remembered]
        mov     eax, [esp + 12]
        mov     [values + 4 * ebx], eax
        inc     dword ptr [remembered]
        pop     ebx
        pop     eax
        ret     4

        .data
        .globl  resume, frame, frame_cr2, frame_cr0, handler_ss, handler_esp, request_mode, remembered, values
resume: .long   0
frame:  .skip   96
frame_cr2: .long 0
frame_cr0: .long 0
handler_ss: .long 0
handler_esp: .long 0
request_mode: .long 0
remembered: .long 0
values: .skip   256
        .globl  initial_eip, initial_cs, initial_eflags, initial_esp, initial_ss, initial_ds, initial_fs, initial_cr0
initial_eip: .long 0
initial_cs: .long 0
initial_eflags: .long 0
initial_esp: .long 0
initial_ss: .long 0
initial_ds: .long 0
initial_fs: .long 0
initial_cr0: .long 0

        .bss
        .balign 16
        .skip   16384
harness_stack:
