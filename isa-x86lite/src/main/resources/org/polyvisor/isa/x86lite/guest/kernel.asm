; How the kernel is started and entered. Before this text stand the names STACK, EXTENT, CODE, DATA, USER_DATA, VECTOR, ADDRESS, CS_AT:
; see X86Port. The kernel runs in ring 0 of a flat address space, always with interrupts disabled, on one stack.

; ---- start, by a Multiboot 1 loader: protected mode with paging off

        dd 0x1BADB002, 0, -0x1BADB002           ; magic, flags, checksum

LSTART: cli
        cld
        mov esp, STACK
        lgdt [LGDTR]
        jmp CODE:LFLAT
LFLAT:  mov eax, DATA
        mov ss, eax
        mov eax, USER_DATA
        mov ds, eax
        mov es, eax
        xor eax, eax
        mov fs, eax
        mov gs, eax
        lidt [LIDTR]
        mov eax, 0x28
        ltr ax
        mov al, 0x11                            ; both 8259A: edge triggered, cascaded, four words
        out 0x20, al
        out 0xa0, al
        mov al, REQUESTS
        out 0x21, al
        mov al, REQUESTS + 8
        out 0xa1, al
        mov al, 4
        out 0x21, al
        mov al, 2
        out 0xa1, al
        mov al, 1
        out 0x21, al
        out 0xa1, al
        mov al, 0xee                            ; the timer and COM1
        out 0x21, al
        mov al, 0xff
        out 0xa1, al
        call BOOT
        jmp LRESUME

; ---- entry: the processor, and what follows, build the context in its array, whose end is the stack of ring 0

LREQUEST:
        push eax
        mov al, 0x20                            ; end of interrupt
        out 0x20, al
        pop eax
LTRAP:  pushad
        push ds
        push es
        mov eax, USER_DATA
        mov ds, eax
        mov es, eax
        cld
        test byte ptr [esp+CS_AT], 3
        jz LINSIDE
LENTER: mov eax, [esp+INFORMATION_AT]
        mov edx, [esp+VECTOR_AT]
        mov esp, STACK
        push eax
        push edx
        call TRAP

; ---- resume the context that EAX refers to

LRESUME:
        lea ecx, [eax+4+EXTENT]
        mov [LTSS+4], ecx
        lea esp, [eax+4]
        pop es
        pop ds
        popad
        add esp, 8
        iretd

; ---- waiting: in ring 0, on a context's array; nothing else in the kernel may be interrupted

LIDLE:  hlt
        jmp LIDLE

LINSIDE:
        mov eax, [esp+EIP_AT]
        sub eax, offset LIDLE
        cmp eax, LINSIDE - LIDLE
        jb LENTER
        mov ebx, [esp+VECTOR_AT]
        mov ebp, [esp+EIP_AT]
        mov esi, offset LPANIC
        call LPRINT
        mov ecx, ebx
        call LHEXADECIMAL
        call LPRINT
        mov ecx, ebp
        call LHEXADECIMAL
        call LPRINT
LRESET: lidt [LNONE]                            ; with no way to deliver the exception, the processor shuts down
        int3

LPANIC: db "* panic: trap ", 0, " at ", 0, 13, 10, 0

LPRINT: mov al, [esi]                           ; up to a zero; ESI is behind it then
        inc esi
        test al, al
        jz LPRINTED
        call LCHARACTER
        jmp LPRINT
LPRINTED:
        ret

LHEXADECIMAL:
        mov edi, 8
LDIGIT: rol ecx, 4
        mov al, cl
        and al, 15
        add al, '0'
        cmp al, '9'
        jbe LDECIMAL
        add al, 7
LDECIMAL:
        call LCHARACTER
        dec edi
        jnz LDIGIT
        ret

LCHARACTER:
        mov ah, al
        mov edx, 0x3fd
LBUSY:  in al, dx
        test al, 0x20
        jz LBUSY
        mov edx, 0x3f8
        mov al, ah
        out dx, al
        ret

; ---- hooks of Arch: parameters from [esp+4] on, result in EAX

X_HALT: cmp dword ptr [esp+4], 0                ; void halt(int code)
        jne LRESET
        cli
LHALT:  hlt
        jmp LHALT

X_IN:   mov edx, [esp+4]                        ; int in(int port)
        xor eax, eax
        in al, dx
        ret

X_OUT:  mov edx, [esp+4]                        ; void out(int port, int value)
        mov eax, [esp+8]
        out dx, al
        ret

X_SEND: push esi                                ; void send(byte[] line, int from, int count), count 1 to 16: to COM1's FIFO
        mov esi, [esp+8]
        add esi, [esp+12]
        add esi, 4
        mov ecx, [esp+16]
        mov edx, 0x3fd
LFULL:  in al, dx
        test al, 0x20
        jz LFULL
        mov edx, 0x3f8
        rep outsb
        pop esi
        ret

X_CLEAR:
        push edi                                ; void clear(int address, int words)
        mov edi, [esp+8]
        mov ecx, [esp+12]
        xor eax, eax
        rep stosd
        pop edi
        ret

X_COPY: push esi                                ; void copy(byte[] from, int to)
        push edi
        mov esi, [esp+12]
        mov edi, [esp+16]
        lodsd
        mov ecx, eax
        rep movsb
        pop edi
        pop esi
        ret

X_DIRECTORY:
        mov eax, [esp+4]                        ; void directory(int address)
        mov cr3, eax
        ret

X_PAGING:
        mov eax, cr0                            ; void paging()
        or eax, 0x80000000
        mov cr0, eax
        jmp LPAGED
LPAGED: ret

X_IDLECODE:
        mov eax, offset LIDLE                   ; int idleCode()
        ret

; ---- tables

        align 8, 0
LGDT:   dd 0, 0
        dd 0x0000ffff, 0x00cf9a00               ; 08: code of the kernel
        dd 0x0000ffff, 0x00cf9200               ; 10: its stack
        dd 0x0000ffff, 0x00cffa00               ; 18: code of programs
        dd 0x0000ffff, 0x00cff200               ; 20: data
        dd (LTSS & 0xffff) << 16 | 103, LTSS & 0xff000000 | 0x8900 | LTSS >> 16 & 0xff
LTSS:   dd 0, 0, DATA
        fill 22, 4, 0
        dd 104 << 16                            ; no map of ports: programs have none

LGDTR:  dw LTSS - LGDT - 1
        dd LGDT
LIDTR:  dw LIDT_LIMIT
        dd LIDT
LNONE:  dw 0
        dd 0
