# Paging: rights by directory and table entry, accessed and dirty bits, what is kept of translations, and faults of the processor's own
# accesses. The second 4 MiB of linear addresses go through TABLE2; WINDOW there is the second page of PAGES.
#include "case.inc"
        .equ    WINDOW, 0x401000
        .equ    ENTRY, TABLE2+4
        .equ    PRESENT, 0x67

        .macro  PAGED level, name
        CASE    \level, "\name"
        mov     dword ptr [initial_cr0], 0x80000011
        .endm
        .macro  RIGHTS access, level, wp, pde, pte
        CASE    \level, "page \access, CPL \level WP \wp, pde \pde pte \pte"
        mov     dword ptr [initial_cr0], 0x80000011 + (\wp << 16)
        PUT     (DIRECTORY+4), (TABLE2 + \pde)
        PUT     ENTRY, (PAGES+0x1000 + \pte)
        mov     dword ptr [PAGES+0x1000], 0x909040cd    # INT 40
        BODY
        .ifc    \access, read
        mov     eax, [WINDOW]
        .endif
        .ifc    \access, write
        mov     byte ptr [WINDOW+0xfff], 1
        .endif
        .ifc    \access, fetch
        mov     edx, WINDOW
        jmp     edx
        .endif
        END
        .endm
        .irp    access, read, write, fetch
        .irp    level, 0, 3
        .irp    wp, 0, 1
        .irp    pde, 0, 1, 3, 5, 7
        .irp    pte, 1, 3, 5, 7
        RIGHTS  \access, \level, \wp, \pde, \pte
        .endr
        .endr
        RIGHTS  \access, \level, \wp, 7, 0
        RIGHTS  \access, \level, \wp, 7, 6
        RIGHTS  \access, \level, \wp, 0x27, 0x27
        RIGHTS  \access, \level, \wp, 0x27, 0x67
        .endr
        .endr
        .endr

# ---- accessed and dirty bits

        .macro  MARKED level, name
        PAGED   \level, "marks: \name, CPL \level"
        PUT     (DIRECTORY+4), (TABLE2 + 7)
        PUT     ENTRY, (PAGES+0x1007)
        BODY
        mov     ecx, WINDOW
        .endm
        .irp    level, 0, 3
        MARKED  \level, "a comparison and exchange that fails stores"
        xor     eax, eax
        lock cmpxchg [ecx], edx
        mov     eax, INITIAL_EAX
        END
        MARKED  \level, "a test does not store"
        test    dword ptr [ecx], 1
        END
        MARKED  \level, "an addition of 0 stores"
        add     dword ptr [ecx], 0
        END
        MARKED  \level, "a read, then a store"
        mov     eax, [ecx]
        mov     [ecx], eax
        END
        MARKED  \level, "lea does nothing"
        lea     eax, [ecx]
        END
        MARKED  \level, "a bit test by register does not store"
        xor     eax, eax
        bt      [ecx], eax
        END
        MARKED  \level, "a string of no elements does nothing"
        mov     edi, ecx
        xor     ecx, ecx
        rep     stosb
        END
        MARKED  \level, "a shift by 0 in storage"
        xchg    ecx, edi
        xor     ecx, ecx
        shl     dword ptr [edi], cl
        END
        .endr

# ---- accesses over a page's end

        .macro  CROSSING level, name, second
        PAGED   \level, "crossing: \name, CPL \level"
        PUT     (DIRECTORY+4), (TABLE2 + 7)
        PUT     ENTRY, (PAGES+0x1007)
        PUT     (ENTRY+4), (PAGES+0x2000+\second)
        PUT     (PAGES+0x1ffc), 0x11111111
        PUT     (PAGES+0x2000), 0x22222222
        BODY
        mov     esi, WINDOW+0x1000
        .endm
        .irp    level, 0, 3
        CROSSING \level, "read, second page absent", 0
        mov     eax, [esi-2]
        END
        CROSSING \level, "write, second page absent", 0
        mov     dword ptr [esi-2], 0x55555555
        END
        CROSSING \level, "write, second page read-only", 5
        mov     dword ptr [esi-2], 0x55555555
        END
        CROSSING \level, "write, second page the supervisor's", 3
        mov     dword ptr [esi-1], 0x55555555
        END
        CROSSING \level, "read, second page the supervisor's", 3
        mov     eax, [esi-3]
        END
        CROSSING \level, "add, second page read-only", 5
        add     dword ptr [esi-1], 0x55555555
        END
        CROSSING \level, "both present", 7
        mov     dword ptr [esi-1], 0x55555555
        mov     eax, [esi-2]
        END
        CROSSING \level, "push, second page the first of the two", 7
        xchg    esp, esi
        add     esp, 2
        push    0x33333333
        xchg    esp, esi
        mov     eax, [esi]
        END
        CROSSING \level, "an instruction's second half absent", 0
        mov     word ptr [esi-1], 0xb8      # MOV EAX, imm32
        sub     esi, 1
        jmp     esi
        END
        CROSSING \level, "movsd, source ends absent", 0
        sub     esi, 2
        mov     edi, PAGES
        movsd
        END
        CROSSING \level, "movsd, destination ends absent", 0
        mov     edi, esi
        sub     edi, 3
        mov     esi, PAGES
        movsd
        END
        CROSSING \level, "rep movsb runs into an absent page", 0
        mov     edi, esi
        sub     edi, 3
        mov     esi, PAGES
        mov     ecx, 8
        rep     movsb
        END
        CROSSING \level, "cmpxchg8b over the end", 7
        sub     esi, 4
        xor     eax, eax
        cmpxchg8b [esi]
        END
        .endr

        CROSSING 3, "pushad, first page absent", 7
        PUT     ENTRY, (PAGES+0x1006)
        lea     esp, [esi+8]
        pushad
        END

# ---- what is kept of translations

        .macro  KEPT name
        PAGED   0, "kept: \name"
        PUT     (DIRECTORY+4), (TABLE2 + 7)
        PUT     ENTRY, (PAGES+0x1007)
        PUT     (PAGES+0x1000), 0x11111111
        PUT     (PAGES+0x2000), 0x22222222
        BODY
        mov     esi, WINDOW
        mov     eax, [esi]
        .endm
        KEPT    "another page after INVLPG"
        PUT     ENTRY, (PAGES+0x2007)
        invlpg  [esi]
        mov     eax, [esi]
        END
        KEPT    "another page after a load of CR3"
        PUT     ENTRY, (PAGES+0x2007)
        mov     eax, cr3
        mov     cr3, eax
        mov     eax, [esi]
        END
        KEPT    "another page after paging went off and on"
        PUT     ENTRY, (PAGES+0x2007)
        mov     eax, cr0
        btr     eax, 31
        mov     cr0, eax
        bts     eax, 31
        mov     cr0, eax
        mov     eax, [esi]
        END
        KEPT    "absent after INVLPG"
        PUT     ENTRY, 0
        invlpg  [esi+0x123]
        mov     eax, [esi]
        END
        KEPT    "the directory entry gone after INVLPG"
        PUT     (DIRECTORY+4), 0
        invlpg  [esi]
        mov     eax, [esi]
        END
        KEPT    "read-only after INVLPG, WP"
        PUT     ENTRY, (PAGES+0x1005)
        invlpg  [esi]
        mov     eax, 0x80010011
        mov     cr0, eax
        mov     [esi], eax
        END
        KEPT    "more rights need no INVLPG"
        PUT     (ENTRY+4), (PAGES+0x2000)
        PUT     (ENTRY+4), (PAGES+0x2007)
        mov     eax, [esi+0x1000]
        END
        KEPT    "another directory"
        mov     edi, DIRECTORY
        mov     edx, DIRECTORY2
        mov     ecx, [edi]
        mov     [edx], ecx
        mov     dword ptr [edx+4], 0
        mov     cr3, edx
        mov     eax, [esi]
        END
        KEPT    "WP takes effect at once"
        PUT     ENTRY, (PAGES+0x1005)
        invlpg  [esi]
        mov     [esi], eax
        mov     eax, 0x80010011
        mov     cr0, eax
        mov     dword ptr [esi], 5
        END
        KEPT    "code changed through another mapping"
        PUT     (ENTRY+4), (PAGES+0x1007)
        mov     dword ptr [esi+0x1000], 0x40cd9090
        jmp     esi
        END

# ---- the processor's own accesses

        .macro  OWN level, name
        PAGED   \level, "own access: \name, CPL \level"
        .endm
        .irp    level, 0, 3
        OWN     \level, "GDT the supervisor's"
        PUT     (TABLE+4*0x350), 0x350063
        BODY
        mov     eax, DATA3
        mov     fs, ax
        END
        OWN     \level, "LDT absent"
        mov     eax, LDTSEL
        lldt    ax
        PUT     (TABLE+4*0x353), 0
        BODY
        mov     eax, 0xf
        mov     ds, ax
        END
        OWN     \level, "LDT the supervisor's, and read-only"
        mov     eax, LDTSEL
        lldt    ax
        PUT     (TABLE+4*0x353), 0x353061
        BODY
        mov     eax, 0xf
        mov     fs, ax
        mov     eax, fs:[esi]
        END
        OWN     \level, "GDT read-only, WP, descriptor not accessed"
        mov     dword ptr [initial_cr0], 0x80010011
        PUT     (TABLE+4*0x350), 0x350061
        and     byte ptr [GDT+0x25], 0xfe
        BODY
        mov     eax, DATA3
        mov     fs, ax
        END
        OWN     \level, "GDT read-only, WP, descriptor accessed"
        mov     dword ptr [initial_cr0], 0x80010011
        PUT     (TABLE+4*0x350), 0x350061
        BODY
        mov     eax, DATA3
        mov     fs, ax
        END
        OWN     \level, "LAR of an absent LDT"
        mov     eax, LDTSEL
        lldt    ax
        PUT     (TABLE+4*0x353), 0
        BODY
        mov     ecx, 0xf
        lar     eax, ecx
        END
        OWN     \level, "sgdt into a read-only page"
        mov     dword ptr [initial_cr0], 0x80010011
        PUT     (TABLE+4*0x301), 0x301025
        BODY
        sgdt    [PAGES+0x1000]
        END
        .endr
        OWN     3, "pop from an absent page"
        PUT     (TABLE+4*0x305), 0x305066
        BODY
        mov     esp, 0x305800
        pop     eax
        END
        OWN     3, "stack of level 0 the supervisor's"
        PUT     (TABLE+4*0x32f), 0x32f063
        BODY
        ud2
        END
        OWN     3, "stack of level 0 read-only, no WP"
        PUT     (TABLE+4*0x32f), 0x32f021
        BODY
        ud2
        END
        OWN     3, "IDT and TSS the supervisor's"
        PUT     (TABLE+4*0x351), 0x351063
        PUT     (TABLE+4*0x352), 0x352063
        BODY
        ud2
        END
        OWN     3, "port bitmap the supervisor's"
        PUT     (TABLE+4*0x352), 0x352063
        mov     byte ptr [TSS+104+16], 0xef
        BODY
        out     0x84, al
        END
        OWN     0, "a page fault beyond what is mapped"
        BODY
        mov     eax, [0xfffffffc]
        END
        OWN     0, "double fault: page fault at a page fault's gate"
        GATE    14, BEYOND, bare_stub, 0x8e00
        BODY
        mov     eax, [0xc00000]
        END
        OWN     0, "double fault keeps CR2"
        GATE    14, ABSENTCODE0, bare_stub, 0x8e00
        BODY
        mov     eax, [0xc00004]
        END
        OWN     3, "a general protection fault, then a page fault"
        GATE    13, CODE1, bare_stub, 0x8e00
        PUT     (TABLE+4*0x337), 0
        BODY
        hlt
        END

# ---- control registers

        TRY     0, "cr3 is read back"
        mov     eax, 0x12345018
        mov     cr3, eax
        mov     eax, cr3
        END
        TRY     0, "cr2 is written and read back"
        mov     eax, 0x87654321
        mov     cr2, eax
        xor     eax, eax
        mov     eax, cr2
        END
        TRY     0, "mov from cr3 names a register whatever mod says"
        mov     eax, 0x12345000
        mov     cr3, eax
        .byte   0x0f, 0x20, 0x18
        END
        .irp    bits, 1, 3, 5, 7
        .irp    level, 0, 3
        .irp    access, read, write
        CASE    \level, "page of 4 MiB, \access, pde \bits, CPL \level"
        mov     dword ptr [initial_cr0], 0x80010011
        PUT     (DIRECTORY+4), (0x80 + \bits)
        mov     eax, 0x10
        .byte   0x0f, 0x22, 0xe0    # MOV CR4, EAX
        BODY
        .ifc    \access, read
        mov     eax, [0x400000+PAGES+0x2001]
        .else
        mov     byte ptr [0x400000+PAGES+0x2001], 7
        .endif
        END
        .endr
        .endr
        .endr
        CASE    0, "without PSE bit 7 of a directory entry says nothing"
        mov     dword ptr [initial_cr0], 0x80000011
        PUT     (DIRECTORY+4), (TABLE2 + 0x87)
        PUT     ENTRY, (PAGES+0x1007)
        PUT     (PAGES+0x1000), 0x12341234
        BODY
        mov     eax, [WINDOW]
        END
