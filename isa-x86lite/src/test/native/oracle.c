/*
 * Executes single IA-32 instructions on the processor it runs on, in a flat 32-bit user program.
 *
 * Reads cases from standard input and writes results to standard output until the input ends; all numbers little-endian.
 * Case:   code[16], EAX ECX EDX EBX ESP EBP ESI EDI, EFLAGS, seed of the window.
 * Result: EAX … EDI, EFLAGS, EIP, vector (-1: completed), error code and CR2 of a page fault, number of changed window bytes, then for
 * each: offset (2), value (1).
 *
 * Code lies at 0x4000 and the window, a page of data made from the seed, at 0x8000, so that addresses and jumps of 16 bits reach
 * them; both need the right to map low memory. Behind the window lies a page that can only be read, before it none. The instruction is single-stepped: a trap after it, or its own exception, ends it.
 */
#define _GNU_SOURCE
#include <cpuid.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

enum { CODE = 0x4000, WINDOW = 0x8000, SIZE = 0x1000, TRAP_FLAG = 0x100, ARITHMETIC = 0xcd5, CODE_BYTES = 16, PAGE_FAULT = 14 };

struct guest { uint32_t regs[8], eflags, eip; };
struct test { uint8_t code[CODE_BYTES]; uint32_t regs[8], eflags, seed; };

static const int order[8] = {REG_EAX, REG_ECX, REG_EDX, REG_EBX, REG_ESP, REG_EBP, REG_ESI, REG_EDI};
static struct test test;
static struct guest result;
static int32_t vector;
static uint32_t error, address;
static volatile int running;
static mcontext_t host;

/* The first trap enters the guest, the next one leaves it. */
static void on_signal(int number, siginfo_t *info, void *context) {
    (void) number;
    (void) info;
    mcontext_t *m = &((ucontext_t *) context)->uc_mcontext;
    greg_t *g = m->gregs;
    if (!running) {
        host = *m;
        for (int i = 0; i < 8; i++) g[order[i]] = (greg_t) test.regs[i];
        g[REG_UESP] = (greg_t) test.regs[4];
        g[REG_EIP] = CODE;
        g[REG_EFL] = (greg_t) (test.eflags | TRAP_FLAG | 2);
        running = 1;
        return;
    }
    for (int i = 0; i < 8; i++) result.regs[i] = (uint32_t) g[order[i]];
    result.regs[4] = (uint32_t) g[REG_UESP];
    result.eflags = (uint32_t) g[REG_EFL] & ~(uint32_t) TRAP_FLAG;
    result.eip = (uint32_t) g[REG_EIP];
    vector = g[REG_TRAPNO] == 1 ? -1 : (int32_t) g[REG_TRAPNO];
    error = vector == PAGE_FAULT ? (uint32_t) g[REG_ERR] : 0;
    address = vector == PAGE_FAULT ? (uint32_t) m->cr2 : 0;
    greg_t kept_fs = g[REG_FS], kept_gs = g[REG_GS];
    memcpy(g, host.gregs, sizeof host.gregs);
    g[REG_FS] = kept_fs;
    g[REG_GS] = kept_gs;
    running = 0;
}

static void fill(uint8_t *window, uint32_t seed) {
    uint32_t x = seed | 1;
    for (int i = 0; i < SIZE; i += 4) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        memcpy(window + i, &x, 4);
    }
}

static void put32(uint32_t v) {
    fwrite(&v, 4, 1, stdout);
}

int main(int argc, char **argv) {
    static char stack[1 << 16];
    static uint8_t before[SIZE];
    unsigned a, b, c, d;
    __cpuid(0, a, b, c, d);
    if (argc > 1 && !strcmp(argv[1], "--processor")) {
        char vendor[13] = {0};
        memcpy(vendor, &b, 4);
        memcpy(vendor + 4, &d, 4);
        memcpy(vendor + 8, &c, 4);
        __cpuid(1, a, b, c, d);
        unsigned family = a >> 8 & 15;
        if (family == 15) family += a >> 20 & 255;
        printf("%s family %u model %u stepping %u\n", vendor, family, (a >> 4 & 15) | (a >> 12 & 0xf0), a & 15);
        return 0;
    }
    uint8_t *code = mmap((void *) CODE, SIZE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    uint8_t *window = mmap((void *) WINDOW, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    uint8_t *behind = mmap((void *) (WINDOW + SIZE), SIZE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (code == MAP_FAILED || window == MAP_FAILED || behind == MAP_FAILED) {
        perror("low memory cannot be mapped");
        return 1;
    }
    (void) *(volatile uint8_t *) behind; /* present from now on */
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&alternate, NULL);
    struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    int signals[] = {SIGTRAP, SIGSEGV, SIGILL, SIGFPE, SIGBUS};
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
    while (fread(&test, sizeof test, 1, stdin) == 1) {
        memset(code, 0x90, 2 * CODE_BYTES);
        memcpy(code, test.code, CODE_BYTES);
        fill(window, test.seed);
        memcpy(before, window, SIZE);
        __asm__ volatile("int3" ::: "memory");
        uint32_t changed = 0;
        for (int i = 0; i < SIZE; i++) changed += window[i] != before[i];
        for (int i = 0; i < 8; i++) put32(result.regs[i]);
        put32(result.eflags & (ARITHMETIC | 0x240000));
        put32(result.eip);
        put32((uint32_t) vector);
        put32(error);
        put32(address);
        put32(changed);
        for (int i = 0; i < SIZE; i++)
            if (window[i] != before[i]) {
                fputc(i & 255, stdout);
                fputc(i >> 8, stdout);
                fputc(window[i], stdout);
            }
    }
    return 0;
}
