/*
 * A doubly recursive Fibonacci function, and a walk along a chain of 4096
 * nodes that lie in random order in storage (one cycle, Sattolo's algorithm).
 */
#include "workload.h"

enum { NODES = 4096, STEPS = 10000, ARGUMENT = 16 };

const char workload_name[] = "fibchase";

struct node {
    struct node *next;
    word value;
};

static struct node nodes[NODES];

static void build_chain(void)
{
    word seed = 1;
    word i;

    for (i = 0; i < NODES; i++) {
        seed = next_random(seed);
        nodes[i].next = &nodes[i];
        nodes[i].value = seed;
    }
    for (i = NODES - 1; i > 0; i--) {
        struct node *saved = nodes[i].next;
        word other;

        seed = next_random(seed);
        other = (seed >> 16) % i;
        nodes[i].next = nodes[other].next;
        nodes[other].next = saved;
    }
}

__attribute__((noinline)) static word fibonacci(word n)
{
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

word workload(word count)
{
    struct node *node = nodes;
    word checksum = 0;

    build_chain();
    while (count--) {
        word step;

        checksum += fibonacci(ARGUMENT);
        for (step = 0; step < STEPS; step++) {
            node = node->next;
            checksum += node->value;
        }
        node->value = checksum;
    }
    return checksum;
}
