/* COM1: a 16550 at port 0x3F8, 115200 baud, 8 data bits, polled. */
#include "workload.h"

enum {
    PORT = 0x3F8,
    DATA = PORT,
    INTERRUPT_ENABLE = PORT + 1,
    FIFO_CONTROL = PORT + 2,
    LINE_CONTROL = PORT + 3,
    MODEM_CONTROL = PORT + 4,
    LINE_STATUS = PORT + 5,
    DIVISOR_LATCH_ACCESS = 0x80,
    EIGHT_DATA_BITS = 0x03,
    ENABLE_AND_CLEAR_FIFOS = 0x07,
    READY_AND_REQUEST_TO_SEND = 0x03,
    TRANSMITTER_EMPTY = 0x20
};

static inline void out(int port, int value)
{
    __asm__ volatile("outb %b0, %w1" : : "a"(value), "Nd"(port));
}

static inline int in(int port)
{
    byte value;
    __asm__ volatile("inb %w1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

void console_initialize(void)
{
    out(INTERRUPT_ENABLE, 0);
    out(LINE_CONTROL, DIVISOR_LATCH_ACCESS);
    out(DATA, 1);                       /* divisor 1: 115200 baud */
    out(INTERRUPT_ENABLE, 0);
    out(LINE_CONTROL, EIGHT_DATA_BITS);
    out(FIFO_CONTROL, ENABLE_AND_CLEAR_FIFOS);
    out(MODEM_CONTROL, READY_AND_REQUEST_TO_SEND);
}

void console_character(char character)
{
    while (!(in(LINE_STATUS) & TRANSMITTER_EMPTY)) {
    }
    out(DATA, character);
}

void console_text(const char *text)
{
    while (*text) {
        console_character(*text++);
    }
}
