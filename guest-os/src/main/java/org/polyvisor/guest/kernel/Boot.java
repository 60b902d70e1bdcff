package org.polyvisor.guest.kernel;

/** What the image's builder tells the kernel. It is set before the kernel's other classes are initialised; arrays are by slot. */
final class Boot {
    /** The names of the programs. */
    static byte[][] names = {};
    /** The programs, as they are put into their regions. */
    static byte[][] images = {};
    /** The programs' instructions, for messages: where each begins, ascending. */
    static int[][] addresses = {};
    /** How long each instruction is. */
    static byte[][] lengths = {};
    /** Where in {@link #words} each instruction's text is. */
    static int[][] texts = {};
    /** Where in {@link #words} the place in the source is that each instruction comes from. */
    static int[][] places = {};
    /** Texts: a byte with the length, then the characters. */
    static byte[][] words = {};
    /** How many ticks of the clock a program may use up. */
    static int timeLimit = 1_000;
    /** How many words a register context has. */
    static int contextWords = 8;
    /** How many addresses a word takes. */
    static int wordUnits = 4;
    /** How many addresses a byte takes. */
    static int byteUnits = 1;
    /** How much of a region is kept for the stack. */
    static int stack = 4_096;
    /** How many addresses a machine has if nothing is said. */
    static int storage = 0x10_0000;

    private Boot() {}
}
