/* Prepares the machine for each case, runs it and prints what happened to COM1, a line a case. */
#include "layout.h"

typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;

struct guest_case {
    const char *name;
    void (*prepare)(void);
    u32 body;
    int level;
};

extern struct guest_case first_case[], last_case[];
extern u32 stubs[];
extern u32 initial_eip, initial_cs, initial_eflags, initial_esp, initial_ss, initial_ds, initial_fs, initial_cr0;
extern u32 frame[24], frame_cr2, frame_cr0, handler_ss, handler_esp, request_mode, remembered, values[64];
extern char gate_target[];
void enter_case(void);
void guest_main(void);

static inline void out(u16 port, u8 value) { __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port)); }

static inline u8 in(u16 port) {
    u8 value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

/* ---- what is printed */

static void character(char c) {
    while ((in(0x3fd) & 0x20) == 0) {}
    out(0x3f8, (u8)c);
}

static void text(const char *s) {
    while (*s) character(*s++);
}

static void hex(u32 v, int digits) {
    while (digits > 0) character("0123456789abcdef"[v >> 4 * --digits & 15]);
}

/* An address on one of the stacks relative to its top. */
static void place(u32 address) {
    static const struct { u32 top; char name; } tops[] = {{KERNEL_TOP, 'k'}, {USER_TOP, 'u'}, {TASK_TOP, 't'}, {TASK1_TOP, 's'}};
    for (int i = 0; i < 4; i++) {
        if (address > tops[i].top + 0x40 || address < tops[i].top - 0x200) continue;
        character(tops[i].name);
        character(address > tops[i].top ? '+' : '-');
        hex(address > tops[i].top ? address - tops[i].top : tops[i].top - address, 2);
        return;
    }
    hex(address, 8);
}

static void field(const char *name, u32 v, int digits) {
    text(name);
    hex(v, digits);
}

static void instruction(u32 eip, u32 body) {
    text(" ip=");
    if (eip - body < 0x100) {
        character('+');
        hex(eip - body, 2);
    } else hex(eip, 8);
}

static void show(struct guest_case *c) {
    u32 vector = frame[12], error = frame[13], *saved = frame + 14, entered = handler_esp + 14 * 4;
    text(c->name);
    if (vector == 0xaa) {
        text(": raw");
        for (int i = 0; i < 10; i++) field(" ", saved[i], 8);
    } else {
        field(": v=", vector, 2);
        if (error == 0xffffffff) text(" e=----");
        else field(" e=", error, 4);
        instruction(saved[0], c->body);
        field(" cs=", saved[1] & 0xffff, 4);
        field(" fl=", saved[2], 6);
        int inner = (saved[1] & 3) != (handler_ss & 3);
        field(" sp=", inner ? saved[4] & 0xffff : handler_ss & 0xffff, 4);
        character(':');
        place(inner ? saved[3] : entered + 12);
    }
    field(" h=", handler_ss & 0xffff, 4);
    character(':');
    place(error == 0xffffffff ? entered : entered - 4);
    static const char *const names[] = {" gs=", " fs=", " es=", " ds="};
    for (int i = 3; i >= 0; i--) field(names[i], frame[i] & 0xffff, 4);
    if (frame[11] != INITIAL_EAX) field(" ax=", frame[11], 8);
    if (frame_cr2 != INITIAL_CR2) field(" cr2=", frame_cr2, 8);
    if ((frame_cr0 & ~0x20) != 0x11) field(" cr0=", frame_cr0, 8);
    if (initial_cr0 >> 31) {
        field(" pde=", ((u32 *)DIRECTORY)[1], 8);
        field(" pte=", ((u32 *)TABLE2)[1], 8);
    }
    for (u32 i = 0; i < remembered; i++) field(i == 0 ? " [" : " ", values[i], 4);
    if (remembered != 0) character(']');
    character('\n');
}

/* ---- the machine before each case */

static void descriptor(u32 selector, u32 base, u32 limit, u32 rights) {
    u32 *d = (u32 *)(GDT + (selector & 0xfff8));
    d[0] = base << 16 | (limit & 0xffff);
    d[1] = (base & 0xff000000) | (limit & 0xf0000) | rights << 8 | (base >> 16 & 0xff);
}

/* Gates of 16 bits lead to a copy in low memory. */
static void call_gate(u32 selector, u32 code, u32 rights, u32 parameters) {
    u32 *d = (u32 *)(GDT + (selector & 0xfff8)), target = selector == GATE16 || selector == GATE16PAR3 ? LOW_TARGET : (u32)gate_target;
    d[0] = code << 16 | (target & 0xffff);
    d[1] = (target & 0xffff0000) | rights << 8 | parameters;
}

static void global_table(void) {
    static const struct { u16 selector, rights; } flat[] = {{CODE0, 0xc09b}, {DATA0, 0xc093}, {CODE3, 0xc0fb}, {DATA3, 0xc0f3},
        {ABSENT0, 0xc013}, {READONLY0, 0xc091}, {EXECUTE0, 0xc099}, {CONFORMING0, 0xc09f}, {ABSENT3, 0xc073}, {ABSENTCODE3, 0xc07b},
        {CONFORMING3, 0xc0ff}, {CODE1, 0xc0bb}, {DATA1, 0xc0b3}, {READONLY3, 0xc0f1}, {ABSENTCODE0, 0xc01b}};
    for (u32 i = 0; i < GDT_BYTES / 4; i++) ((u32 *)GDT)[i] = 0;
    for (u32 i = 0; i < sizeof flat / sizeof *flat; i++) descriptor(flat[i].selector, 0, 0xfffff, flat[i].rights);
    descriptor(TASK, TSS, 0x67 + 33, 0x89);
    descriptor(LDTSEL, LDT, 0x1f, 0x82);
    descriptor(TASK2, TSS, 0x67, 0x89);
    descriptor(SHORT0, 0, 0xfff, 0x4093);
    descriptor(DOWN0, 0, 0xfff, 0x4097);
    descriptor(TASK16, TSS16, 0x2b, 0x81);
    descriptor(SHORTCODE0, 0, 0xfff, 0x409b);
    descriptor(ABSENTLDT, LDT, 0x1f, 0x02);
    descriptor(ABSENTTASK, TSS, 0x67, 0x09);
    descriptor(CODE16, 0, 0xfffff, 0x809b);
    *(volatile u32 *)LOW_TARGET = 0x909040cd; /* INT 40 */
    call_gate(GATE3, CODE0, 0xec, 0);
    call_gate(GATEPAR3, CODE0, 0xec, 2);
    call_gate(ABSENTGATE3, CODE0, 0x6c, 0);
    call_gate(GATE0, CODE0, 0x8c, 0);
    call_gate(GATEDATA3, DATA0, 0xec, 0);
    call_gate(GATENULL3, 0, 0xec, 0);
    call_gate(GATECONF3, CONFORMING0, 0xec, 0);
    call_gate(GATEGONE3, ABSENTCODE0, 0xec, 0);
    call_gate(GATE16, CODE0, 0xe4, 0);
    call_gate(GATE1, CODE1, 0xec, 0);
    call_gate(GATE16PAR3, CODE0, 0xe4, 3);
}

static void interrupt_table(void) {
    for (u32 v = 0; v < 0x48; v++) {
        u32 type = v >= 0x40 ? 0xef00 : 0x8e00;
        ((u32 *)IDT)[2 * v] = CODE0 << 16 | (stubs[v] & 0xffff);
        ((u32 *)IDT)[2 * v + 1] = (stubs[v] & 0xffff0000) | type;
    }
}

static void task(void) {
    for (u32 i = 0; i < 64; i++) ((u32 *)TSS)[i] = 0;
    for (u32 i = 0; i < 11; i++) ((u32 *)TSS16)[i] = 0;
    ((u32 *)TSS)[1] = TASK_TOP;
    ((u32 *)TSS)[2] = DATA0;
    ((u32 *)TSS)[3] = TASK1_TOP;
    ((u32 *)TSS)[4] = DATA1;
    ((u32 *)TSS)[25] = 104 << 16;
    for (u32 i = 26; i < 34; i++) ((u32 *)TSS)[i] = 0xffffffff;
    ((u8 *)TSS)[136] = 0xff;
    for (u32 i = 0; i < 8; i++) ((u32 *)LDT)[i] = 0;
    ((u32 *)LDT)[2] = 0xffff;
    ((u32 *)LDT)[3] = 0xcff300;
}

static void tables_loaded(void) {
    static const struct { u16 limit; u32 base; } __attribute__((packed)) gdtr = {GDT_BYTES - 1, GDT}, idtr = {0x48 * 8 - 1, IDT};
    __asm__ volatile("lgdt %0; lidt %1; lldt %w2; ltr %w3" : : "m"(gdtr), "m"(idtr), "r"(0), "r"(TASK));
    __asm__ volatile("mov %0, %%cr3; mov %1, %%cr4" : : "r"(DIRECTORY), "r"(0));
}

static void pages(void) {
    for (u32 i = 0; i < 1024; i++) {
        ((u32 *)DIRECTORY)[i] = 0;
        ((u32 *)TABLE)[i] = i << 12 | 0x67;
        ((u32 *)TABLE2)[i] = ((u32 *)DIRECTORY2)[i] = 0;
    }
    ((u32 *)DIRECTORY)[0] = TABLE | 0x27;
    for (u32 i = 0; i < 0x8000; i += 4) *(u32 *)(PAGES + i) = 0x90909090;
    for (u32 i = 0; i < 0x200; i += 4) *(volatile u32 *)(0x7f00 + i) = *(volatile u32 *)(0x8f00 + i) = 0;
}

static void controllers(void) {
    static const u8 words[][2] = {{0x11, 0x11}, {0x20, 0x28}, {4, 2}, {1, 1}, {0xff, 0xff}};
    for (int i = 0; i < 5; i++) {
        out(i == 0 ? 0x20 : 0x21, words[i][0]);
        out(i == 0 ? 0xa0 : 0xa1, words[i][1]);
    }
}

static void serial(void) {
    out(0x3fb, 0x83);
    out(0x3f8, 1);
    out(0x3f9, 0);
    out(0x3fb, 3);
    out(0x3f9, 0);
    out(0x3fa, 0);
    out(0x3fc, 3);
}

static void defaults(int level, u32 body) {
    initial_eip = body;
    initial_cs = level == 0 ? CODE0 : level == 1 ? CODE1 : CODE3;
    initial_ss = level == 0 ? DATA0 : level == 1 ? DATA1 : DATA3;
    initial_esp = level == 0 ? KERNEL_TOP : USER_TOP;
    initial_ds = initial_fs = level == 0 ? DATA0 : DATA3;
    initial_eflags = 2;
    initial_cr0 = 0x11;
    request_mode = remembered = 0;
}

void guest_main(void) {
    serial();
    text("begin\n");
    for (struct guest_case *c = first_case; c < last_case; c++) {
        global_table();
        interrupt_table();
        task();
        pages();
        tables_loaded();
        controllers();
        defaults(c->level, c->body);
        c->prepare();
        enter_case();
        serial();
        show(c);
    }
    text("end\n");
}
