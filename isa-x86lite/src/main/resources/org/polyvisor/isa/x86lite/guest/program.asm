; A program begins here, in ring 3. The number of a system call is in EAX, its arguments are in ECX, EDX, EBX, its result in EAX.

        call MAIN
        mov ecx, eax
        mov eax, 5                              ; EXIT
        int 0x80
        hlt

X_SYS:  push ebx                                ; int sys(int number, int a, int b, int c)
        mov eax, [esp+8]
        mov ecx, [esp+12]
        mov edx, [esp+16]
        mov ebx, [esp+20]
        int 0x80
        pop ebx
        ret
