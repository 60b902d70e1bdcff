# What leaves a virtual machine's host, again and again. A program at CPL 3
# calls its kernel, which uses flags, reloads CR3 and touches a page that is
# no longer known; then the program does what it must not. Each entry of the
# kernel goes into the checksum: 1 is a call, 2 a fault.

        .equ    CODE, 0x08
        .equ    DATA, 0x10
        .equ    USER_CODE, 0x1B
        .equ    USER_DATA, 0x23
        .equ    TASK, 0x28
        .equ    INVALID_OPCODE, 6       # vectors
        .equ    CALL, 0x30
        .equ    END, 0x31

        .text
        .globl  workload_name
workload_name:
        .asciz  "exits"

# word workload(word count)
        .globl  workload
workload:
        pushal
        movl    36(%esp), %ecx
        xorl    %ebx, %ebx              # checksum

        movl    $table + 7, directory   # present, writable, user
        movl    $7, %eax
        movl    $table, %edi
map:    movl    %eax, (%edi)            # 4 MiB as they are
        addl    $0x1000, %eax
        addl    $4, %edi
        cmpl    $table + 0x1000, %edi
        jb      map
        movl    $directory, %eax
        movl    %eax, %cr3
        movl    %cr0, %eax
        orl     $0x80000000, %eax
        movl    %eax, %cr0
        jmp     paged

paged:  movl    $task, %eax             # base of the task-state segment
        movw    %ax, task_descriptor + 2
        shrl    $16, %eax
        movb    %al, task_descriptor + 4
        movb    %ah, task_descriptor + 7
        lgdt    descriptors_pointer
        ljmp    $CODE, $reloaded
reloaded:
        movl    $DATA, %eax
        movl    %eax, %ss
        movl    $USER_DATA, %eax        # for both levels
        movl    %eax, %ds
        movl    %eax, %es
        movl    $TASK, %eax
        ltr     %ax

        movl    $fault, %eax
        movl    $INVALID_OPCODE, %edx
        call    gate
        movl    $called, %eax
        movl    $CALL, %edx
        call    gate
        movl    $ended, %eax
        movl    $END, %edx
        call    gate
        lidt    gates_pointer

        movl    %esp, task + 4          # the stack of CPL 0
        movl    $DATA, task + 8
        pushl   $USER_DATA
        pushl   $user_stack_end
        pushl   $2                      # EFLAGS
        pushl   $USER_CODE
        pushl   $program
        iret

# Gate %edx, for any caller, to %eax.
gate:   movw    %ax, gates(, %edx, 8)
        movw    $CODE, gates + 2(, %edx, 8)
        movl    $0xEE00, gates + 4(, %edx, 8)
        shrl    $16, %eax
        movw    %ax, gates + 6(, %edx, 8)
        ret

# At CPL 3.
program:
        int     $CALL
        ud2
        decl    %ecx
        jnz     program
        int     $END

# The kernel.
called: pushfl
        popfl
        movl    %cr3, %eax
        movl    %eax, %cr3
        movl    page, %eax
        incl    %eax
        movl    %eax, page
        incl    %ebx
        jmp     count_in
fault:  addl    $2, (%esp)              # behind UD2
        addl    $2, %ebx
count_in:
        imull   $1103515245, %ebx, %ebx
        addl    $12345, %ebx
        iret

ended:  movl    task + 4, %esp
        movl    %ebx, 28(%esp)          # EAX
        popal
        ret

        .section .rodata
        .balign 8
descriptors_pointer:
        .word   descriptors_end - descriptors - 1
        .long   descriptors
        .balign 8
gates_pointer:
        .word   gates_end - gates - 1
        .long   gates

        .data
        .balign 8
descriptors:
        .quad   0
        .quad   0x00CF9B000000FFFF      # code and data of 4 GiB
        .quad   0x00CF93000000FFFF
        .quad   0x00CFFB000000FFFF      # the same for CPL 3
        .quad   0x00CFF3000000FFFF
task_descriptor:
        .quad   0x0000890000000067      # available 32-bit TSS; base filled in
descriptors_end:

        .bss
        .balign 4096
directory:
        .skip   4096
table:  .skip   4096
page:   .skip   4096
gates:  .skip   8 * 0x40
gates_end:
task:   .skip   104
        .skip   1024
user_stack_end:

        .section .note.GNU-stack, "", @progbits
