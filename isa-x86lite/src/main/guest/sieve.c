/* Sieve of Eratosthenes over the odd numbers 3 to 65537. */
#include "workload.h"

enum { SIZE = 32768 };

const char workload_name[] = "sieve";

static byte prime[SIZE];                /* prime[i] stands for the number 2i + 3 */

word workload(word count)
{
    word checksum = 0;

    while (count--) {
        word primes = 0;
        word sum = 0;
        word i;

        for (i = 0; i < SIZE; i++) {
            prime[i] = 1;
        }
        for (i = 0; i < SIZE; i++) {
            if (prime[i]) {
                word number = i + i + 3;
                word multiple;

                for (multiple = i + number; multiple < SIZE; multiple += number) {
                    prime[multiple] = 0;
                }
                primes++;
                sum += number;
            }
        }
        checksum = checksum * 31 + primes;
        checksum = checksum * 31 + sum;
    }
    return checksum;
}
