/*
 * Runs a workload natively: linked with its source it prints what the guest
 * program prints, so that the expected checksums come from the processor.
 */
#include <stdio.h>
#include <stdlib.h>

#include "workload.h"

int main(int arguments, char **argument)
{
    word count = arguments > 1 ? (word) strtoul(argument[1], 0, 0) : 1;

    printf("%s %08x\n", workload_name, workload(count));
    return 0;
}
