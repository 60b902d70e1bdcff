package org.polyvisor.isa.platform;

/**
 * An option that a platform understands.
 *
 * @param name without dashes
 * @param parameter what its value is called in help texts
 * @param repeatable whether it may be given more than once
 * @param description one line
 */
public record BootOption(String name, String parameter, boolean repeatable, String description) {}
