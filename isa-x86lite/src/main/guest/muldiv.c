/*
 * Tells primes among random odd numbers of 31 bits (Miller and Rabin, bases 2, 7
 * and 61), with products of 64 bits and their remainders; divides the numbers
 * into decimal digits; sums products of both in 64 bits. No operand of a
 * multiplication or division exceeds 31 bits, so signed and unsigned are the same.
 */
#include "workload.h"

enum { NUMBERS = 1000 };

typedef unsigned long long doubleword;

const char workload_name[] = "muldiv";

static inline word multiply_modulo(word first, word second, word modulus)
{
    word low, high;

    __asm__("mull %3" : "=a"(low), "=d"(high) : "0"(first), "rm"(second) : "cc");
    __asm__("divl %2" : "+a"(low), "+d"(high) : "rm"(modulus) : "cc");
    return high;
}

static word power(word base, word exponent, word modulus)
{
    word result = 1;

    for (; exponent; exponent >>= 1) {
        if (exponent & 1) {
            result = multiply_modulo(result, base, modulus);
        }
        base = multiply_modulo(base, base, modulus);
    }
    return result;
}

/* Whether `number` is a prime, or passes for one with this base. */
static int passes(word number, word base)
{
    word odd = number - 1;
    word twos = 0;
    word x;

    while (!(odd & 1)) {
        odd >>= 1;
        twos++;
    }
    x = power(base, odd, number);
    if (x == 1 || x == number - 1) {
        return 1;
    }
    while (--twos) {
        x = multiply_modulo(x, x, number);
        if (x == number - 1) {
            return 1;
        }
    }
    return 0;
}

/* The decimal digits, as if they were digits to the base 31. */
static word digits(word number)
{
    word result = 0;

    while (number) {
        word digit = 0;

        __asm__("divl %2" : "+a"(number), "+d"(digit) : "rm"(10) : "cc");
        result = result * 31 + digit;
    }
    return result;
}

word workload(word count)
{
    word checksum = 0;
    word seed = 1;

    while (count--) {
        doubleword sum = 0;
        word primes = 0;
        word i;

        for (i = 0; i < NUMBERS; i++) {
            word number;

            seed = next_random(seed);
            number = seed >> 1 | 0x40000001u;
            if (passes(number, 2) && passes(number, 7) && passes(number, 61)) {
                primes++;
            }
            sum += (doubleword) number * (digits(number) >> 1);
        }
        checksum = checksum * 31 + primes;
        checksum = checksum * 31 + (word) sum;
        checksum = checksum * 31 + (word) (sum >> 32);
    }
    return checksum;
}
