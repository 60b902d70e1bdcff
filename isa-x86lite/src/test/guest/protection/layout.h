/* Where things lie, for assembly and C. All below is free in 16 MiB of memory. */
#define PAGES       0x300000    /* eight pages for cases to play with */
#define KERNEL_TOP  0x310000    /* the stack of cases at level 0 */
#define USER_TOP    0x320000    /* at level 3 */
#define TASK_TOP    0x330000    /* SS0:ESP0 of the task-state segment */
#define TASK1_TOP   0x338000    /* SS1:ESP1 */
#define DIRECTORY   0x340000
#define TABLE       0x341000    /* the first 4 MiB, one to one */
#define TABLE2      0x342000    /* the second 4 MiB, for cases */
#define DIRECTORY2  0x343000
#define GDT         0x350000
#define IDT         0x351000
#define TSS         0x352000    /* 104 bytes, then the I/O permission bitmap */
#define LDT         0x353000
#define TSS16       0x354000

#define LOW_TARGET  0x7300

#define CODE0       0x08
#define DATA0       0x10
#define CODE3       0x1b
#define DATA3       0x23
#define TASK        0x28
#define ABSENT0     0x30        /* data, not present */
#define READONLY0   0x38
#define EXECUTE0    0x40        /* code that cannot be read */
#define CONFORMING0 0x48
#define ABSENT3     0x53
#define ABSENTCODE3 0x5b
#define CONFORMING3 0x63
#define LDTSEL      0x68
#define TASK2       0x70        /* another task-state segment, available */
#define GATE3       0x7b        /* call gate to CODE0, level 3, no parameters */
#define GATEPAR3    0x83        /* the same with two parameters */
#define SHORT0      0x88        /* data, limit 0xfff */
#define DOWN0       0x90        /* data, expand-down, limit 0xfff */
#define TASK16      0x98
#define ABSENTGATE3 0xa3
#define GATE0       0xa8
#define CODE1       0xb1
#define DATA1       0xb9
#define READONLY3   0xc3
#define ABSENTCODE0 0xc8
#define SHORTCODE0  0xd0        /* code, limit 0xfff */
#define ABSENTLDT   0xd8
#define ABSENTTASK  0xe0
#define GATEDATA3   0xeb        /* call gate to a data segment */
#define GATENULL3   0xf3        /* call gate to nothing */
#define CODE16      0xf8        /* 16-bit code */
#define GATECONF3   0x103       /* call gate to CONFORMING0 */
#define GATEGONE3   0x10b       /* call gate to ABSENTCODE0 */
#define GATE16      0x113       /* 16-bit call gate to CODE0 */
#define GATE1       0x11b       /* call gate to CODE1 */
#define GATE16PAR3  0x123       /* 16-bit call gate to CODE0, three parameters */
#define BEYOND      0x1f0       /* behind the end of the GDT */
#define GDT_BYTES   0x128

#define INITIAL_EAX 0xa0a0a0a0
#define INITIAL_CR2 0xcafe0000
