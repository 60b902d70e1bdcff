# Interrupt controllers and timer: what both oracles do alike. A request of the timer's counter 0 is made by letting it run out once.
#include "case.inc"
        .equ    MASTER, 0x20
        .equ    SLAVE, 0xa0
        .equ    CONTROL, 0x43

        .macro  OUTPUT port, value
        mov     al, \value
        out     \port, al
        .endm
        .macro  SHOWPORT port
        in      al, \port
        movzx   eax, al
        push    eax
        call    remember
        .endm
        .macro  DEVICE name
        CASE    0, "devices: \name"
        .endm
        .macro  STOP
        mov     eax, INITIAL_EAX
        mov     edx, PAGES
        END
        .endm
# Counter 0 is to run out once, soon; the body waits until the controller has the request.
        .macro  FIRE
        OUTPUT  CONTROL, 0x30
        OUTPUT  0x40, 0x20
        OUTPUT  0x40, 0
        call    wait_for_request
        .endm
        .macro  UNMASK master, slave
        OUTPUT  (MASTER+1), \master
        OUTPUT  (SLAVE+1), \slave
        .endm

        DEVICE  "masks are read back"
        BODY
        UNMASK  0x5a, 0xa5
        SHOWPORT (MASTER+1)
        SHOWPORT (SLAVE+1)
        STOP
        DEVICE  "initialization clears the mask"
        BODY
        UNMASK  0x5a, 0xa5
        OUTPUT  MASTER, 0x11
        OUTPUT  (MASTER+1), 0x20
        OUTPUT  (MASTER+1), 4
        OUTPUT  (MASTER+1), 1
        SHOWPORT (MASTER+1)
        STOP
        DEVICE  "request in the register, masked"
        BODY
        OUTPUT  MASTER, 0x0a
        FIRE
        SHOWPORT MASTER
        OUTPUT  MASTER, 0x0b
        SHOWPORT MASTER
        STOP
        DEVICE  "request taken, in service until the end of interrupt"
        mov     dword ptr [request_mode], 1
        BODY
        FIRE
        UNMASK  0xfe, 0xff
        sti
        nop
        nop
        cli
        OUTPUT  MASTER, 0x0a
        SHOWPORT MASTER
        OUTPUT  MASTER, 0x0b
        SHOWPORT MASTER
        OUTPUT  MASTER, 0x20
        SHOWPORT MASTER
        STOP
        DEVICE  "specific end of interrupt"
        mov     dword ptr [request_mode], 1
        BODY
        FIRE
        UNMASK  0xfe, 0xff
        sti
        nop
        nop
        cli
        OUTPUT  MASTER, 0x0b
        OUTPUT  MASTER, 0x61
        SHOWPORT MASTER
        OUTPUT  MASTER, 0x60
        SHOWPORT MASTER
        STOP
        DEVICE  "automatic end of interrupt"
        mov     dword ptr [request_mode], 1
        BODY
        OUTPUT  MASTER, 0x11
        OUTPUT  (MASTER+1), 0x20
        OUTPUT  (MASTER+1), 4
        OUTPUT  (MASTER+1), 3
        FIRE
        UNMASK  0xfe, 0xff
        sti
        nop
        nop
        cli
        OUTPUT  MASTER, 0x0b
        SHOWPORT MASTER
        STOP
        DEVICE  "other vectors"
        mov     dword ptr [request_mode], 2
        BODY
        OUTPUT  MASTER, 0x11
        OUTPUT  (MASTER+1), 0x28
        OUTPUT  (MASTER+1), 4
        OUTPUT  (MASTER+1), 1
        FIRE
        UNMASK  0xfe, 0xff
        sti
        nop
        nop
        cli
        STOP
        DEVICE  "the low bits of the vector do not count"
        mov     dword ptr [request_mode], 2
        BODY
        OUTPUT  MASTER, 0x11
        OUTPUT  (MASTER+1), 0x27
        OUTPUT  (MASTER+1), 4
        OUTPUT  (MASTER+1), 1
        FIRE
        UNMASK  0xfe, 0xff
        sti
        nop
        nop
        cli
        STOP
        DEVICE  "masked again before it is taken"
        mov     dword ptr [request_mode], 2
        BODY
        FIRE
        UNMASK  0xfe, 0xff
        UNMASK  0xff, 0xff
        sti
        nop
        nop
        cli
        STOP
        DEVICE  "poll"
        BODY
        FIRE
        UNMASK  0xfe, 0xff
        OUTPUT  MASTER, 0x0c
        SHOWPORT MASTER
        OUTPUT  MASTER, 0x0b
        SHOWPORT MASTER
        STOP
        DEVICE  "poll with nothing"
        BODY
        OUTPUT  MASTER, 0x0c
        SHOWPORT MASTER
        STOP
        DEVICE  "STI holds a request back for one instruction"
        mov     dword ptr [request_mode], 2
        BODY
        FIRE
        UNMASK  0xfe, 0xff
        xor     ebx, ebx
        sti
        cli
        nop
        nop
        SHOW    ebx
        STOP
        DEVICE  "MOV SS holds a request back for one instruction"
        BODY
        FIRE
        UNMASK  0xfe, 0xff
        mov     ecx, ss
        xor     eax, eax
        sti
        mov     ss, cx
        inc     eax
        inc     eax
        END
        DEVICE  "POP SS holds a request back for one instruction"
        BODY
        FIRE
        UNMASK  0xfe, 0xff
        xor     eax, eax
        push    ss
        sti
        pop     ss
        inc     eax
        inc     eax
        END
        DEVICE  "HLT waits for a request and goes on behind"
        mov     dword ptr [request_mode], 2
        BODY
        UNMASK  0xfe, 0xff
        OUTPUT  CONTROL, 0x30
        OUTPUT  0x40, 0
        OUTPUT  0x40, 0x10
        sti
        hlt
        cli
        STOP
        DEVICE  "STI and HLT at once"
        mov     dword ptr [request_mode], 2
        BODY
        FIRE
        UNMASK  0xfe, 0xff
        sti
        hlt
        cli
        STOP
        CASE    3, "devices: a request interrupts level 3"
        mov     dword ptr [initial_eflags], 0x202
        FIRE
        UNMASK  0xfe, 0xff
        BODY
1:      jmp     1b
        CASE    3, "devices: a request through a gate of level 0, not absent"
        mov     dword ptr [initial_eflags], 0x202
        GATE    0x20, CODE0, bare_stub, 0x0e00
        FIRE
        UNMASK  0xfe, 0xff
        BODY
1:      jmp     1b
        DEVICE  "special mask mode is set and left"
        BODY
        OUTPUT  MASTER, 0x68
        OUTPUT  MASTER, 0x48
        UNMASK  0xff, 0xff
        SHOWPORT (MASTER+1)
        STOP
        DEVICE  "lower priority waits for the end of interrupt"
        mov     dword ptr [request_mode], 1
        BODY
        FIRE
        UNMASK  0xee, 0xff
        sti
        nop
        nop
        call    serial_request
        nop
        nop
        OUTPUT  MASTER, 0x20
        nop
        nop
        nop
        cli
        call    serial_quiet
        STOP
        DEVICE  "higher priority interrupts the service of a lower one"
        mov     dword ptr [request_mode], 1
        BODY
        UNMASK  0xee, 0xff
        sti
        call    serial_request
        nop
        nop
        FIRE
        nop
        nop
        cli
        call    serial_quiet
        OUTPUT  MASTER, 0x0b
        SHOWPORT MASTER
        STOP
        DEVICE  "serial request while masked, then gone: spurious 7"
        mov     dword ptr [request_mode], 1
        BODY
        call    serial_request
        OUTPUT  MASTER, 0x0a
        in      al, MASTER
        and     eax, 0x10
        push    eax
        call    remember
        call    serial_quiet
        STOP
        DEVICE  "rotation on end of interrupt"
        mov     dword ptr [request_mode], 1
        BODY
        FIRE
        UNMASK  0xee, 0xff
        sti
        nop
        nop
        cli
        OUTPUT  MASTER, 0xa0
        call    serial_request
        FIRE
        sti
        nop
        nop
        cli
        call    serial_quiet
        OUTPUT  MASTER, 0x20
        sti
        nop
        nop
        cli
        STOP
        DEVICE  "set priority"
        mov     dword ptr [request_mode], 2
        BODY
        OUTPUT  MASTER, 0xc3
        call    serial_request
        FIRE
        UNMASK  0xee, 0xff
        sti
        nop
        nop
        cli
        call    serial_quiet
        STOP

# ---- the timer

        .irp    mode, 0, 1, 3, 4, 5
        DEVICE  "status of counter 2 in mode \mode, gate closed"
        BODY
        OUTPUT  0x61, 0
        OUTPUT  CONTROL, 0xb0+2*\mode
        OUTPUT  CONTROL, 0xe8
        SHOWPORT 0x42
        OUTPUT  0x42, 0x34
        OUTPUT  0x42, 0x12
        call    short_wait
        OUTPUT  CONTROL, 0xe8
        SHOWPORT 0x42
        STOP
        .endr
        .irp    mode, 0, 4
        DEVICE  "counter 2 in mode \mode stands while its gate is closed"
        BODY
        OUTPUT  0x61, 0
        OUTPUT  CONTROL, 0xb0+2*\mode
        OUTPUT  0x42, 0x34
        OUTPUT  0x42, 0x12
        call    short_wait
        OUTPUT  CONTROL, 0x80
        SHOWPORT 0x42
        SHOWPORT 0x42
        SHOWPORT 0x42
        STOP
        .endr
        .irp    access, 0x90, 0xa0
        DEVICE  "counter 2 written with access \access"
        BODY
        OUTPUT  0x61, 0
        OUTPUT  CONTROL, \access
        OUTPUT  0x42, 0x56
        call    short_wait
        OUTPUT  CONTROL, 0xe8
        SHOWPORT 0x42
        SHOWPORT 0x42
        STOP
        .endr
        DEVICE  "counter 2 counts in decimal digits"
        BODY
        OUTPUT  0x61, 0
        OUTPUT  CONTROL, 0xb1
        OUTPUT  0x42, 0x34
        OUTPUT  0x42, 0x12
        call    short_wait
        OUTPUT  CONTROL, 0xe8
        SHOWPORT 0x42
        STOP
        DEVICE  "a latch holds until both bytes are read"
        BODY
        OUTPUT  0x61, 1
        OUTPUT  CONTROL, 0xb0
        OUTPUT  0x42, 0xff
        OUTPUT  0x42, 0xff
        call    short_wait
        OUTPUT  CONTROL, 0x80
        in      al, 0x42
        mov     bl, al
        OUTPUT  CONTROL, 0x80
        call    short_wait
        in      al, 0x42
        mov     bh, al
        call    short_wait
        in      al, 0x42
        mov     cl, al
        in      al, 0x42
        cmp     cl, bl
        setne   cl
        movzx   ecx, cl
        test    ecx, ecx
        SHOW    ecx
        OUTPUT  0x61, 0
        STOP
        DEVICE  "status and count latched at once: the status first"
        BODY
        OUTPUT  0x61, 0
        OUTPUT  CONTROL, 0xb0
        OUTPUT  0x42, 0x34
        OUTPUT  0x42, 0x12
        call    short_wait
        OUTPUT  CONTROL, 0xc8
        SHOWPORT 0x42
        SHOWPORT 0x42
        SHOWPORT 0x42
        STOP
        DEVICE  "output of counter 2 at port 61 in mode 0"
        BODY
        OUTPUT  0x61, 1
        OUTPUT  CONTROL, 0xb0
        in      al, 0x61
        and     eax, 0x20
        push    eax
        call    remember
        OUTPUT  0x42, 0x10
        OUTPUT  0x42, 0
        call    short_wait
        in      al, 0x61
        and     eax, 0x20
        push    eax
        call    remember
        OUTPUT  0x61, 0
        STOP
        DEVICE  "counter 0 in mode 2 asks again and again"
        mov     dword ptr [request_mode], 2
        BODY
        UNMASK  0xfe, 0xff
        OUTPUT  CONTROL, 0x34
        OUTPUT  0x40, 0
        OUTPUT  0x40, 8
        .rept   3
        sti
        hlt
        cli
        .endr
        OUTPUT  CONTROL, 0x30
        STOP
        DEVICE  "counter 0 in mode 3 asks again and again"
        mov     dword ptr [request_mode], 2
        BODY
        UNMASK  0xfe, 0xff
        OUTPUT  CONTROL, 0x36
        OUTPUT  0x40, 0
        OUTPUT  0x40, 8
        .rept   3
        sti
        hlt
        cli
        .endr
        OUTPUT  CONTROL, 0x30
        STOP

        .text
# Waits until the request register of the first controller has bit 0; leaves that register to be read.
wait_for_request:
        push    eax
        push    ecx
        mov     ecx, 100000
        mov     al, 0x0a
        out     MASTER, al
1:      in      al, MASTER
        test    al, 1
        loopz   1b
        pop     ecx
        pop     eax
        ret
short_wait:
        push    eax
        push    ecx
        mov     ecx, 2000
1:      in      al, 0x84
        loop    1b
        pop     ecx
        pop     eax
        ret
# The transmitter asks at once, since it is empty.
serial_request:
        mov     edx, 0x3fc
        mov     al, 0x0b
        out     dx, al
        mov     edx, 0x3f9
        mov     al, 2
        out     dx, al
        ret
serial_quiet:
        mov     edx, 0x3f9
        mov     al, 0
        out     dx, al
        mov     edx, 0x3fc
        mov     al, 3
        out     dx, al
        mov     edx, 0x3fa
        in      al, dx
        ret
