/*
 * Divides 64 KiB of text into tokens: a table gives the class of each character, a
 * second one the next state of an automaton. A string is skipped by a third
 * table, of the characters that end it. After each scan one character changes.
 */
#include "workload.h"

enum { LENGTH = 65536, ALPHABET = 64 };
enum { SPACE, LETTER, DIGIT, QUOTE, POINT, SIGN, CLASSES = 8 };
enum { GAP = 0, NAME = 8, NUMBER = 16, FRACTION = 24, OPERATOR = 32, STRING = 40, STATES = 48 };

const char workload_name[] = "scan";

/* What text is made of, each as often as the others. */
static const char alphabet[] = "eeeetttaaaooiinnsshrdlcumwfgypbvkxjq_EAT        \n00112345\"..+-*;";

static const byte transitions[STATES] = {
    GAP, NAME, NUMBER, STRING, OPERATOR, OPERATOR, 0, 0,        /* from GAP */
    GAP, NAME, NAME, STRING, OPERATOR, OPERATOR, 0, 0,          /* NAME */
    GAP, NAME, NUMBER, STRING, FRACTION, OPERATOR, 0, 0,        /* NUMBER */
    GAP, NAME, FRACTION, STRING, OPERATOR, OPERATOR, 0, 0,      /* FRACTION */
    GAP, NAME, NUMBER, STRING, OPERATOR, OPERATOR, 0, 0         /* OPERATOR */
};

static byte classes[256];
static byte ends[256];
static byte text[LENGTH + 1];

static void build_tables(void)
{
    word seed = 1;
    word i;

    for (i = 0; i < 256; i++) {
        classes[i] = i <= ' ' ? SPACE : SIGN;
        ends[i] = i == '"' || i == '\n';
    }
    for (i = 0; i < 26; i++) {
        classes['A' + i] = LETTER;
        classes['a' + i] = LETTER;
    }
    classes['_'] = LETTER;
    for (i = 0; i < 10; i++) {
        classes['0' + i] = DIGIT;
    }
    classes['"'] = QUOTE;
    classes['.'] = POINT;
    for (i = 0; i < LENGTH; i++) {
        seed = next_random(seed);
        text[i] = (byte) alphabet[seed >> 16 & (ALPHABET - 1)];
    }
    text[LENGTH] = '\n';
}

static word scan(word checksum)
{
    word state = GAP;
    word start = 0;
    word i;

    for (i = 0; i < LENGTH; i++) {
        word next = transitions[state + classes[text[i]]];

        if (next != state) {
            checksum = checksum * 31 + state + i - start;
            start = i;
            state = next;
            if (state == STRING) {
                do {
                    i++;
                } while (!ends[text[i]]);
                checksum = checksum * 31 + state + i - start;
                start = i;
                state = GAP;
            }
        }
    }
    return checksum;
}

word workload(word count)
{
    word checksum = 0;

    build_tables();
    while (count--) {
        checksum = scan(checksum);
        text[checksum >> 8 & (LENGTH - 1)] = (byte) alphabet[checksum >> 24 & (ALPHABET - 1)];
    }
    return checksum;
}
