package org.polyvisor.guest;

/**
 * A program of the guest operating system.
 *
 * @param name as the kernel calls it in front of each line that it prints; at most 16 letters and digits, the first a letter
 * @param className of a class with {@code static int main()}
 * @param description one line
 * @param hosted whether it does the same on the host JVM: it ends there, and needs nothing that only a guest's library does
 */
public record GuestProgram(String name, String className, String description, boolean hosted) {}
