# A read-only memory of 128 KiB with the protection image in it, for an emulator without a Multiboot loader: it needs no firmware.
# -DIMAGE="file" names the Multiboot ELF file.
        .intel_syntax noprefix
        .equ    ROM, 0xe0000
        .text
        .code16
image:  .incbin IMAGE
        .org    0x1f000
begin:  cli
        lgdt    cs:[table - image - 0x10000]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        .byte   0x66, 0xea
        .long   ROM + flat32 - image
        .word   8

        .code32
flat32:   mov     ax, 16
        mov     ds, ax
        mov     es, ax
        mov     fs, ax
        mov     gs, ax
        mov     ss, ax
        mov     ebp, ROM
        cld
        mov     ebx, [ebp + 28]         # e_phoff
        add     ebx, ebp
        movzx   edx, word ptr [ebp + 44]
load:   cmp     dword ptr [ebx], 1      # PT_LOAD
        jne     next
        mov     esi, [ebx + 4]
        add     esi, ebp
        mov     edi, [ebx + 12]
        mov     ecx, [ebx + 16]
        rep     movsb
        mov     ecx, [ebx + 20]
        sub     ecx, [ebx + 16]
        xor     eax, eax
        rep     stosb
next:   add     ebx, 32
        dec     edx
        jnz     load
        jmp     [ebp + 24]

        .balign 8
descriptors:
        .quad   0
        .quad   0x00cf9a000000ffff
        .quad   0x00cf92000000ffff
table:  .word   table - descriptors - 1
        .long   ROM + descriptors - image

        .org    0x1fff0
        .code16
        jmp     begin
        .org    0x20000
        .section .note.GNU-stack, "", @progbits
