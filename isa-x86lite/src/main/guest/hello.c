/* The shortest guest: one line on COM1. */
#include "workload.h"

void guest_main(word count)
{
    (void) count;
    console_text("Hello, world\n");
}
