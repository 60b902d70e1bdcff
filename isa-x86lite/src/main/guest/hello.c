/* The shortest guest: one line on COM1. */
#include "workload.h"

void guest_main(word count, word warm)
{
    (void) count;
    (void) warm;
    console_initialize();
    console_text("Hello, world\n");
}
