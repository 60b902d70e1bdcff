package org.polyvisor.isa.x86lite.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.Mode;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Frame;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.Ir.BinaryOperator;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.MethodLowering;
import org.polyvisor.isa.guest.Width;
import org.polyvisor.isa.machine.Machine;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.x86lite.state.Ports;
import org.polyvisor.isa.x86lite.state.Registers;

/** The guest operating system on IA-32: the kernel in ring 0, each program in ring 3 with page tables of its own. */
public final class X86Port implements GuestPort {
    private static final int CELLS_A_LINE = 32;

    /** Makes the port. */
    public X86Port() {}

    // ---- registers

    @Override
    public List<Integer> variables() {
        return List.of(General.ECX, General.EBX, General.ESI, General.EDI, General.EBP);
    }

    @Override
    public List<Integer> scratch() {
        return List.of(General.EAX, General.EDX);
    }

    @Override
    public boolean callerSaved(int register) {
        return register == General.ECX;
    }

    @Override
    public boolean clobbers(Ir instruction, int register) {
        return register == General.ECX && switch (instruction) {
            case Ir.Call _ -> true;
            case Ir.Binary b -> shifts(b.operator()) && !(b.right() instanceof IrValue.Constant);
            default -> false;
        };
    }

    private static boolean shifts(BinaryOperator o) {
        return o == BinaryOperator.SHL || o == BinaryOperator.SHR || o == BinaryOperator.USHR;
    }

    /** A division by zero is left to the instruction that traps. */
    @Override
    public boolean immediate(Ir instruction, int constant) {
        return !(instruction instanceof Ir.Binary b) || constant != 0 || b.operator() != BinaryOperator.DIV
                && b.operator() != BinaryOperator.REM;
    }

    /** Page 0 is absent. */
    @Override
    public boolean checksNull(boolean kernel) {
        return false;
    }

    // ---- storage

    @Override
    public int kernelOrigin() {
        return Arch.IMAGE;
    }

    @Override
    public int slots() {
        return Arch.SLOTS;
    }

    @Override
    public int programOrigin(int slot) {
        return Arch.PROGRAMS;
    }

    @Override
    public int regionSize() {
        return Arch.REGION;
    }

    @Override
    public int kernelStack() {
        return Arch.STACK_SIZE;
    }

    @Override
    public int stackUnits(Frame frame) {
        return X86Lowering.stackUnits(frame);
    }

    // ---- text

    @Override
    public Mode mode(Architecture architecture) {
        return architecture.registers().mode(0).with(Registers.CS_D, 1).with(Registers.PE, 1);
    }

    @Override
    public MethodLowering method(Frame frame, AssemblyText text) {
        return new X86Lowering(frame, text);
    }

    @Override
    public String label(String symbol) {
        return symbol + ":";
    }

    @Override
    public String origin(int address) {
        return "org " + address;
    }

    @Override
    public String align() {
        return "align 4, 0";
    }

    @Override
    public String cells(Width width, int... values) {
        String directive = directive(width);
        return IntStream.range(0, (values.length + CELLS_A_LINE - 1) / CELLS_A_LINE).mapToObj(line -> IntStream
                .range(line * CELLS_A_LINE, Math.min((line + 1) * CELLS_A_LINE, values.length))
                .mapToObj(i -> String.valueOf(values[i])).collect(Collectors.joining(",", directive, ""))).collect(Collectors.joining("\n"));
    }

    private static String directive(Width width) {
        return List.of("db ", "dw ", "dd ").get(width.shift());
    }

    @Override
    public String reference(String symbol) {
        return "dd " + symbol;
    }

    @Override
    public String zeros(Width width, int count) {
        return "fill " + count + ", " + (1 << width.shift()) + ", 0";
    }

    // ---- hooks

    @Override
    public String kernelHooks() {
        Map<String, Integer> names = new TreeMap<>(Map.of("STACK", Arch.STACK_END, "EXTENT", 4 * Arch.WORDS, "VECTOR_AT", 4 * Arch.VECTOR,
                "INFORMATION_AT", 4 * Arch.INFORMATION, "EIP_AT", 4 * Arch.EIP, "CS_AT", 4 * Arch.CS, "CODE", Arch.KERNEL_CODE, "DATA",
                Arch.KERNEL_DATA, "USER_DATA", Arch.USER_DATA, "REQUESTS", Vectors.REQUESTS));
        return names.entrySet().stream().map(n -> n.getKey() + " equ " + n.getValue() + "\n").collect(Collectors.joining()) + resource(
                "kernel.asm") + Vectors.text();
    }

    @Override
    public String programHooks(byte[] attempt) {
        String bytes = attempt.length == 0 ? "" : "db " + HexFormat.ofDelimiter(", ").withPrefix("0x").formatHex(attempt) + "\n";
        return resource("program.asm") + label(GuestPort.hook("attempt")) + "\n" + bytes + "ret\n";
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(X86Port.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CLI: with an I/O privilege level of 0, programs may not execute it. */
    @Override
    public byte[] privilegedInstruction() {
        return new byte[] {(byte) 0xfa};
    }

    @Override
    public Class<?> architectureClass() {
        return Arch.class;
    }

    @Override
    public int contextWords() {
        return Arch.WORDS;
    }

    // ---- booting

    @Override
    public void boot(PlatformHost host, Architecture architecture, Program image) throws UsageException {
        if (host.storage() < Arch.PROGRAMS)
            throw new UsageException("the kernel and its programs need %,d bytes of storage; there are %,d: give more with --memory".formatted(
                    Arch.PROGRAMS, host.storage()));
        byte[] bytes = image.image();
        int origin = image.origin();
        if (origin + bytes.length > Arch.REGIONS)
            throw new UsageException("the kernel and its programs have %,d bytes; there is room for %,d: take fewer programs".formatted(
                    bytes.length, Arch.REGIONS - origin));
        Machine m = host.machine();
        for (int i = 0; i < bytes.length; i++) m.storeAbsolute(origin + i, 1, bytes[i]);
        m.platform(Ports.class).out(Arch.COM1 + 3, 1, 3, host.now()); // eight bits, as firmware leaves it: something may be typed now
        m.set(Registers.FILE.pc(), start(image));
    }

    private static int start(Program image) {
        return Objects.requireNonNull(image.symbols().get("LSTART"), "an image without the kernel's hooks");
    }

    @Override
    public byte[] bootable(Program image) {
        return KernelFile.of(image.image(), image.origin(), start(image), Arch.PROGRAMS);
    }

    @Override
    public String bootOptions() {
        return "--kernel FILE";
    }
}
