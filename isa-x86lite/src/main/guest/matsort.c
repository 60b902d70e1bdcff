/*
 * Multiplies two 32 x 32 integer matrices, sorts the 1024 elements of the
 * product (Shell sort, increments 3h + 1), and makes the next first factor of
 * the sorted elements.
 */
#include "workload.h"

enum { ORDER = 32, ELEMENTS = ORDER * ORDER, LARGEST_INCREMENT = 364 };

const char workload_name[] = "matsort";

static int first[ELEMENTS];
static int second[ELEMENTS];
static int product[ELEMENTS];

static void fill(void)
{
    word seed = 1;
    int i;

    for (i = 0; i < ELEMENTS; i++) {
        seed = next_random(seed);
        first[i] = (int) (seed >> 16 & 255) - 128;
        seed = next_random(seed);
        second[i] = (int) (seed >> 16 & 255) - 128;
    }
}

static void multiply(void)
{
    int row, column, i;

    for (row = 0; row < ELEMENTS; row += ORDER) {
        for (column = 0; column < ORDER; column++) {
            int sum = 0;

            for (i = 0; i < ORDER; i++) {
                sum += first[row + i] * second[i * ORDER + column];
            }
            product[row + column] = sum;
        }
    }
}

static void sort(void)
{
    int increment, i, hole;

    for (increment = LARGEST_INCREMENT; increment > 0; increment /= 3) {
        for (i = increment; i < ELEMENTS; i++) {
            int element = product[i];

            for (hole = i; hole >= increment && product[hole - increment] > element; hole -= increment) {
                product[hole] = product[hole - increment];
            }
            product[hole] = element;
        }
    }
}

word workload(word count)
{
    word checksum = 0;

    fill();
    while (count--) {
        int i;

        multiply();
        sort();
        for (i = 0; i < ELEMENTS; i++) {
            checksum = checksum * 31 + (word) product[i];
            first[i] = (int) (checksum >> 16 & 255) - 128;
        }
    }
    return checksum;
}
