/*
 * In place of report.c: prints the checksum and, in hexadecimal, how far the
 * time-stamp counter went during the workload. Under `qemu-system-i386 -icount
 * shift=0` and under Bochs the counter counts instructions.
 */
#include "workload.h"

static void hexadecimal(word value)
{
    int shift;

    for (shift = 28; shift >= 0; shift -= 4) {
        console_character("0123456789abcdef"[value >> shift & 15]);
    }
}

static inline word time_stamp(void)
{
    word low;

    __asm__ volatile("rdtsc" : "=a"(low) : : "edx", "memory");
    return low;
}

void guest_main(word count, word warm)
{
    word start, checksum, ticks;

    (void) warm;
    console_initialize();
    start = time_stamp();
    checksum = workload(count);
    ticks = time_stamp() - start;
    console_text(workload_name);
    console_character(' ');
    hexadecimal(checksum);
    console_character(' ');
    hexadecimal(ticks);
    console_character('\n');
}
