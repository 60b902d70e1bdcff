/*
 * What exits.S computes, without what it does for it: each repetition is a call
 * and a fault.
 */
#include "workload.h"

enum { CALL = 1, FAULT = 2 };

const char workload_name[] = "exits";

word workload(word count)
{
    word checksum = 0;

    while (count--) {
        checksum = next_random(checksum + CALL);
        checksum = next_random(checksum + FAULT);
    }
    return checksum;
}
