/*
 * Warms up, prints a line when the workload that is measured begins, runs it and
 * prints its name and its checksum in hexadecimal.
 */
#include "workload.h"

void guest_main(word count, word warm)
{
    word checksum;
    int shift;

    console_initialize();
    if (warm != (word) UNMARKED) {
        workload(warm);
        console_text(workload_name);
        console_text(" start\n");
    }
    checksum = workload(count);
    console_text(workload_name);
    console_character(' ');
    for (shift = 28; shift >= 0; shift -= 4) {
        console_character("0123456789abcdef"[checksum >> shift & 15]);
    }
    console_character('\n');
}
