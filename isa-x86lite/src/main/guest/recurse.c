/*
 * Functions of three arguments that call themselves several times: Takeuchi's,
 * and one that counts the ways to place queens on the rows of a board of 8 columns
 * of which some are attacked from the start.
 */
#include "workload.h"

enum { COLUMNS = 255 };

const char workload_name[] = "recurse";

/* Arguments on the stack: noipa keeps to the calling convention. */
__attribute__((noipa)) static int takeuchi(int x, int y, int z)
{
    if (x <= y) {
        return z;
    }
    return takeuchi(takeuchi(x - 1, y, z), takeuchi(y - 1, z, x), takeuchi(z - 1, x, y));
}

__attribute__((noipa)) static word placements(word taken, word left, word right)
{
    word free = COLUMNS & ~(taken | left | right);
    word found = 0;

    if (taken == COLUMNS) {
        return 1;
    }
    while (free) {
        word queen = free & -free;

        free ^= queen;
        found += placements(taken | queen, (left | queen) << 1, (right | queen) >> 1);
    }
    return found;
}

word workload(word count)
{
    word checksum = 0;
    word seed = 1;

    while (count--) {
        int x, y;

        seed = next_random(seed);
        x = 11 + (int) (seed >> 16 & 3);
        y = 6 + (int) (seed >> 18 & 3);
        checksum = checksum * 31 + (word) takeuchi(x, y, 2);
        checksum = checksum * 31 + placements(0, seed >> 20 & 7, seed >> 23 & 7);
    }
    return checksum;
}
