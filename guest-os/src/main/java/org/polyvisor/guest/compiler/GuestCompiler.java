package org.polyvisor.guest.compiler;

import java.util.List;
import java.util.Map;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.guest.GuestPort;

/** Compiles kernels and programs for an instruction set. */
public final class GuestCompiler {
    private final Architecture architecture;
    private final GuestPort port;
    private final ClassSource classes;

    /**
     * Makes a compiler.
     *
     * @param architecture the processor
     * @param port to its instruction set
     * @param classes what guests may consist of
     */
    public GuestCompiler(Architecture architecture, GuestPort port, ClassSource classes) {
        this.architecture = architecture;
        this.port = port;
        this.classes = classes;
    }

    /**
     * Compiles a program.
     *
     * @param className of a class with {@code static int main()}
     * @param slot it is linked for, from 0
     * @param attempt the instruction that {@link org.polyvisor.isa.guest.Guest#attempt} executes
     * @return its image
     * @throws GuestSourceException if the source has mistakes: all that are found
     */
    public GuestImage program(String className, int slot, byte[] attempt) throws GuestSourceException {
        return program(className, slot, attempt, Map.of());
    }

    /**
     * Compiles a program.
     *
     * @param className of a class with {@code static int main()}
     * @param slot it is linked for, from 0
     * @param attempt the instruction that {@link org.polyvisor.isa.guest.Guest#attempt} executes
     * @param statics static variables of classes in its package, as {@code Class.name}, set before any other class is initialised
     * @return its image
     * @throws GuestSourceException if the source has mistakes: all that are found
     */
    public GuestImage program(String className, int slot, byte[] attempt, Map<String, Object> statics) throws GuestSourceException {
        throw new GuestSourceException(List.of(new SourceMistake(className, 0, "", "no compiler yet " + architecture + port + classes)));
    }

    /**
     * Compiles a kernel.
     *
     * @param className of a class with {@code static int[] boot()} and {@code static int[] trap(int vector, int info)}
     * @param statics static variables of classes in its package, as {@code Class.name}, set before any other class is initialised
     * @return its image
     * @throws GuestSourceException if the source has mistakes: all that are found
     */
    public GuestImage kernel(String className, Map<String, Object> statics) throws GuestSourceException {
        throw new GuestSourceException(List.of(new SourceMistake(className, 0, "", "no compiler yet " + statics)));
    }
}
