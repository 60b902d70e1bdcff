package org.polyvisor.isa.guest;

import java.util.List;
import java.util.Locale;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.platform.PlatformHost;

/**
 * The guest operating system's port to an instruction set. The compiler writes assembler text through it, which the assembler derived from
 * the instruction rows turns into an image: hooks first, then methods, then data.
 *
 * <p>An object is a number of words, a field each. An array is a word with its length, then its elements, each of its width. References are
 * addresses; null is 0.
 */
public interface GuestPort {

    // ---- registers

    /** {@return the registers for variables, best first} */
    List<Integer> variables();

    /** {@return two registers that hold no variable: for operands without register} */
    List<Integer> scratch();

    /**
     * {@return whether a method may change this register without saving it}
     *
     * @param register one of {@link #variables}
     */
    default boolean callerSaved(int register) {
        return false;
    }

    /**
     * {@return whether the code of an instruction destroys this register, beyond its target}
     *
     * @param instruction any
     * @param register one of {@link #variables}
     */
    boolean clobbers(Ir instruction, int register);

    /**
     * {@return whether the right operand of a {@link Ir.Binary} or {@link Ir.Branch} can be a constant without register}
     *
     * @param instruction the instruction
     * @param constant the operand
     */
    boolean immediate(Ir instruction, int constant);

    /**
     * {@return whether null references must be checked, because using one does not trap by itself}
     *
     * @param kernel whether the code is the kernel's
     */
    boolean checksNull(boolean kernel);

    // ---- storage

    /** {@return how many addresses a word takes} */
    default int wordUnits() {
        return 4;
    }

    /**
     * {@return how many addresses an element takes}
     *
     * @param width what it holds
     */
    default int elementUnits(Width width) {
        return 1 << width.shift();
    }

    /** {@return where the kernel's image begins} */
    int kernelOrigin();

    /** {@return how many programs have room beside the kernel at a time} */
    int slots();

    /**
     * {@return the address a program is linked for}
     *
     * @param slot 0 to {@link #slots} − 1
     */
    int programOrigin(int slot);

    /** {@return how many addresses a program has, for image, memory that it asks for, and stack} */
    int regionSize();

    /** {@return how many addresses the kernel's stack has} */
    int kernelStack();

    /**
     * {@return how many addresses of stack a method takes while it runs: its return address, what it saves, its variables, what it passes}
     *
     * @param frame of the method
     */
    int stackUnits(Frame frame);

    // ---- text

    /**
     * {@return the contents of the keyed registers while the guest runs: how its listing is disassembled}
     *
     * @param architecture of the processor
     */
    default Mode mode(Architecture architecture) {
        return architecture.registers().mode(0);
    }

    /**
     * Begins the code of a method. The compiler has written {@link #align} and the method's label, and writes nothing before
     * {@link MethodLowering#prologue}.
     *
     * @param frame what it needs
     * @param text where its code goes
     * @return writes it
     */
    MethodLowering method(Frame frame, AssemblyText text);

    /**
     * {@return the line that defines a symbol}
     *
     * @param symbol letters, digits and underscores, the first a letter; case does not matter
     */
    String label(String symbol);

    /**
     * {@return the line that puts what follows at an address}
     *
     * @param address where
     */
    String origin(int address);

    /** {@return the line that goes to the next boundary of a word} */
    String align();

    /**
     * {@return lines with words of storage}
     *
     * @param width what the cells hold
     * @param values each one cell
     */
    String cells(Width width, int... values);

    /**
     * {@return a line with a cell that holds an address}
     *
     * @param symbol of what
     */
    String reference(String symbol);

    /**
     * {@return a line with cells that hold zero}
     *
     * @param width what the cells hold
     * @param count how many
     */
    String zeros(Width width, int count);

    /** {@return lines that end the text} */
    default String end() {
        return "";
    }

    /**
     * The name under which assembler text defines a hook: what a {@code native} method of the kernel's architecture class, or a hook of
     * {@link Guest}, calls. It takes its parameters and leaves its result as methods do.
     *
     * @param method its name
     * @return its symbol
     */
    static String hook(String method) {
        return "X_" + method.toUpperCase(Locale.ROOT);
    }

    // ---- the machine-dependent part of the kernel

    /**
     * The assembler text of the kernel's hooks: how it is started and entered. It may use the symbols {@code BOOT} and {@code TRAP}: methods
     * without parameters and with two words, vector and information, that return the register context to go on with, an {@code int[]}.
     *
     * @return lines; what a machine expects at fixed places stands first
     */
    String kernelHooks();

    /**
     * The assembler text of a program's hooks: it begins with the program's first instruction, which calls {@code MAIN} and ends the program
     * with its result, and defines {@link Guest#sys} and {@link Guest#attempt}.
     *
     * @param attempt the instruction that {@link Guest#attempt} executes
     * @return lines
     */
    String programHooks(byte[] attempt);

    /** {@return an instruction that only the supervisor may execute} */
    byte[] privilegedInstruction();

    /**
     * The class, in the compiler's subset, with the machine-dependent part of the kernel that needs no assembler. A task is a slot, from 0; a
     * context is an {@code int[]} of {@link #contextWords} words, the registers of an interrupted program as the hooks save them. It has these
     * static methods, and {@code native} ones, which are hooks:
     * <ul>
     * <li>{@code void init()}: protects the kernel's storage, prepares controllers; interruptions stay masked in the kernel
     * <li>{@code void space(int task, byte[] image)}: makes the task's region, zero but for the image, the task's own
     * <li>{@code void enter(int[] context, int task)}: a context at the program's first instruction, in user state, with its stack at the end
     *     of its region
     * <li>{@code void idle(int[] context)}: a context that waits, in supervisor state, for an interruption
     * <li>{@code void activate(int task)}: the task's region is what is addressed from now on
     * <li>{@code int cause(int vector, int info, int[] context)}: why the kernel was entered, as {@link TrapCause} numbers it
     * <li>{@code int argument(int[] context, int number)}, {@code void result(int[] context, int value)}: of a system call; number 0 to 3, 0
     *     being the number of the call
     * <li>{@code int pc(int[] context)}: the address of the instruction concerned: at a trap the one that trapped
     * <li>{@code int address(int info)}: the address that a protection exception concerns, or −1 if the machine does not tell
     * <li>{@code int base(int task)}, {@code int limit(int task)}: addresses of its region, as the task uses them
     * <li>{@code int peek(int task, int address)}: a byte of a task's region, for messages about instructions
     * <li>{@code void write(byte[] line, int length)}: shows a line, without its end, on the console
     * <li>{@code int read(byte[] line)}: takes a line that was typed; its length, or −1 if there is none yet
     * <li>{@code void timer()}: requests the next timer interruption, 10 ms from now; the first starts the clock
     * <li>{@code void halt(int code)}: ends the machine, normally if the code is 0
     * </ul>
     *
     * @return the class
     */
    Class<?> architectureClass();

    /** {@return how many words a register context has} */
    int contextWords();

    /**
     * Puts a kernel into a machine, and the processor at its beginning.
     *
     * @param host a machine in its default initial state, with its default devices
     * @param architecture of its processor
     * @param image the kernel
     * @throws UsageException if it does not fit
     */
    void boot(PlatformHost host, Architecture architecture, Program image) throws UsageException;

    /**
     * {@return a file from which {@code polyvisor run} boots the kernel}
     *
     * @param image the kernel
     */
    byte[] bootable(Program image);

    /** {@return the options of {@code polyvisor run}, beside {@code --isa}, that boot such a file, with {@code FILE} in its place} */
    String bootOptions();
}
