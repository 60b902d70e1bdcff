package org.polyvisor.guest.compiler;

/**
 * An instruction of an image.
 *
 * @param address where it begins
 * @param length in bytes
 * @param text it, disassembled
 * @param method it belongs to: {@code Class.name}
 * @param file name of the source file
 * @param line in it, from 1
 */
public record ListingLine(int address, int length, String text, String method, String file, int line) {}
