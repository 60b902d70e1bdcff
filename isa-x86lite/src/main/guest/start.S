# Multiboot 1 header, the repetition counts and the entry of every guest
# program. Multiboot enters in flat 32-bit protected mode with paging off;
# segment registers and tables stay as the loader left them. The program ends
# with interrupts disabled and HLT.

        .equ    MAGIC, 0x1BADB002
        .equ    FLAGS, 0                # no modules, no memory map, no video

        .section .text.start, "ax"
        .globl  _start

        .balign 4
header: .long   MAGIC                   # 0x100000
        .long   FLAGS
        .long   -(MAGIC + FLAGS)
count:  .long   REPETITIONS             # 0x10000C: may be patched for another length
warm:   .long   WARM                    # 0x100010: likewise

_start: cld
        movl    $stack_end, %esp
        pushl   warm
        pushl   count
        call    guest_main
stop:   cli
        hlt
        jmp     stop

        .section .bss
        .balign 16
        .skip   16384
stack_end:

        .section .note.GNU-stack, "", @progbits
