package org.polyvisor.isa.guest;

import java.util.SortedSet;

/**
 * What a method needs beside its instructions.
 *
 * @param symbol where it begins
 * @param parameters how many words its caller passes
 * @param outgoing the most words it passes to a method that it calls itself
 * @param slots how many words it needs for variables without a register
 * @param registers the registers that its variables use
 * @param leaf whether it calls nothing
 */
public record Frame(String symbol, int parameters, int outgoing, int slots, SortedSet<Integer> registers, boolean leaf) {}
