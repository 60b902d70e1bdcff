/*
 * What a workload offers and what the guest side offers it.
 *
 * A workload is a pure computation: the same source is linked with the guest
 * files (start.S, console.c, report.c) and natively with a main that calls it,
 * and its S/370 counterpart computes the same checksum from the same data.
 */
#ifndef WORKLOAD_H
#define WORKLOAD_H

typedef unsigned int word;
typedef unsigned char byte;

/* The name that is printed before the checksum. */
extern const char workload_name[];

/* Does the work `count` times, always from the same beginning, and returns the checksum of all of it. */
word workload(word count);

/* Makes COM1 ready. */
void console_initialize(void);

/* Writes one character to COM1, waiting until the transmitter takes it. */
void console_character(char character);

/* Writes the characters up to the terminating zero to COM1. */
void console_text(const char *text);

/* In place of repetitions to warm up: neither these nor the line that marks the beginning. */
enum { UNMARKED = -1 };

/* What start.S calls; `count` is the word at address 0x10000C, `warm` the one after it. */
void guest_main(word count, word warm);

/* The generator of all test data: the ANSI C example, period 2^32. */
static inline word next_random(word seed)
{
    return seed * 1103515245u + 12345u;
}

#endif
