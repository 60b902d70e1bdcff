# A floppy boot sector that starts a Multiboot ELF file of up to 8 KiB lying in
# the sectors behind it: for emulators that have a BIOS and no Multiboot loader.

        .equ    IMAGE, 0x8000           # the file, sectors 2 to 17 of the first track
        .equ    SECTORS, 16

        .code16
        .globl  _start
_start: cli
        cld
        xorw    %ax, %ax
        movw    %ax, %ds
        movw    %ax, %es
        movw    %ax, %ss
        movw    $0x7C00, %sp
        sti
        movw    $0x0200 + SECTORS, %ax  # INT 13: read, DL = the boot drive
        movw    $IMAGE, %bx
        movw    $0x0002, %cx
        movb    $0, %dh
        int     $0x13
        jc      _start
        cli
        inb     $0x92, %al              # A20 on
        orb     $2, %al
        andb    $0xFE, %al
        outb    %al, $0x92
        lgdt    table
        movl    %cr0, %eax
        orb     $1, %al
        movl    %eax, %cr0
        ljmp    $8, $flat

        .code32
flat:   movw    $16, %ax
        movw    %ax, %ds
        movw    %ax, %es
        movw    %ax, %fs
        movw    %ax, %gs
        movw    %ax, %ss
        movl    IMAGE + 28, %ebx        # e_phoff
        addl    $IMAGE, %ebx
        movzwl  IMAGE + 44, %edx        # e_phnum
load:   cmpl    $1, (%ebx)              # PT_LOAD
        jne     next
        movl    4(%ebx), %esi           # p_offset
        addl    $IMAGE, %esi
        movl    12(%ebx), %edi          # p_paddr
        movl    16(%ebx), %ecx          # p_filesz
        rep movsb
        movl    20(%ebx), %ecx          # p_memsz
        subl    16(%ebx), %ecx
        xorl    %eax, %eax
        rep stosb
next:   addl    $32, %ebx
        decl    %edx
        jnz     load
        movl    $0x2BADB002, %eax
        xorl    %ebx, %ebx
        jmp     *IMAGE + 24             # e_entry

        .balign 8
descriptors:
        .quad   0
        .quad   0x00CF9A000000FFFF      # code, 0 to 4 GiB
        .quad   0x00CF92000000FFFF      # data, 0 to 4 GiB
table:  .word   table - descriptors - 1
        .long   descriptors

        .org    510
        .word   0xAA55
