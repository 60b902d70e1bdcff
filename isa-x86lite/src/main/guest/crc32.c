/*
 * CRC-32 (ISO 3309, as in Ethernet and ZIP, reflected polynomial EDB88320)
 * of a 16 KiB buffer repeated `count` times, a byte and a table look-up at a time.
 */
#include "workload.h"

enum { LENGTH = 16384 };

const char workload_name[] = "crc32";

static byte buffer[LENGTH];
static word table[256];

static void build_table(void)
{
    word i;

    for (i = 0; i < 256; i++) {
        word remainder = i;
        int bit;

        for (bit = 0; bit < 8; bit++) {
            remainder = remainder & 1 ? remainder >> 1 ^ 0xEDB88320u : remainder >> 1;
        }
        table[i] = remainder;
    }
}

word workload(word count)
{
    word crc = 0xFFFFFFFFu;
    word seed = 1;
    word i;

    build_table();
    for (i = 0; i < LENGTH; i++) {
        seed = next_random(seed);
        buffer[i] = (byte) (seed >> 16);
    }
    while (count--) {
        for (i = 0; i < LENGTH; i++) {
            crc = table[(crc ^ buffer[i]) & 0xFF] ^ crc >> 8;
        }
    }
    return ~crc;
}
