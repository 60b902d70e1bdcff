package org.polyvisor.guest;

import java.util.List;

/**
 * What a guest consists of.
 *
 * @param name as users write it
 * @param description one line
 * @param kernel the class that is booted, with {@code static int[] boot()} and {@code static int[] trap(int, int)}
 * @param programs one for each slot, in order; their names differ
 * @param timeLimit how many ticks of 10 ms a program may use up, above 0
 * @param typed what is typed on its console when its transcript is checked: lines, each ended by LF
 */
public record GuestDefinition(String name, String description, String kernel, List<GuestProgram> programs, int timeLimit, String typed) {
    /** The kernel of the guest operating system. */
    public static final String KERNEL = "org.polyvisor.guest.kernel.Kernel";
    /** A time limit for programs that compute. */
    public static final int TIME_LIMIT = 1_000;

    /** Copies the list. */
    public GuestDefinition {
        programs = List.copyOf(programs);
    }
}
