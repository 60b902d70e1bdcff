/* Runs the workload and prints its name and its checksum in hexadecimal. */
#include "workload.h"

void guest_main(word count)
{
    word checksum = workload(count);
    int shift;

    console_text(workload_name);
    console_character(' ');
    for (shift = 28; shift >= 0; shift -= 4) {
        console_character("0123456789abcdef"[checksum >> shift & 15]);
    }
    console_character('\n');
}
