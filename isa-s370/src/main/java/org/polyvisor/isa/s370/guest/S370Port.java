package org.polyvisor.isa.s370.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Frame;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.MethodLowering;
import org.polyvisor.isa.guest.Width;
import org.polyvisor.isa.platform.PlatformHost;

/** The port to System/370. */
public final class S370Port implements GuestPort {
    private static final String BLANKS = " ".repeat(9);
    /** Digits of constants on a line. */
    private static final int LINE = 64;
    /** SET SYSTEM MASK. */
    private static final byte[] PRIVILEGED = {(byte) 0x80, 0, 0, 0};
    private static final Set<Ir.BinaryOperator> DIVISIONS = EnumSet.of(Ir.BinaryOperator.DIV, Ir.BinaryOperator.REM);
    private static final int NO_OPERATION = 0x0700;
    /** Of the restart new PSW, where a kernel begins. */
    private static final int BEGINNING = 4;

    private final Architecture architecture;

    /**
     * Makes the port.
     *
     * @param architecture that the loader on cards is assembled for
     */
    public S370Port(Architecture architecture) {
        this.architecture = architecture;
    }

    // ---- registers

    @Override
    public List<Integer> variables() {
        return List.of(11, 10, 9, 8, 7, 6, 5, 4, 3, 2);
    }

    @Override
    public List<Integer> scratch() {
        return List.of(15, 14);
    }

    @Override
    public boolean clobbers(Ir instruction, int register) {
        return false;
    }

    /** Constants are in storage anyway; division by 0 and −1 is not what the instruction does. */
    @Override
    public boolean immediate(Ir instruction, int constant) {
        boolean divides = instruction instanceof Ir.Binary b && DIVISIONS.contains(b.operator());
        return !divides || constant != 0 && constant != -1;
    }

    /** Key 0 may access everything, the storage at address 0 too; programs may not. */
    @Override
    public boolean checksNull(boolean kernel) {
        return kernel;
    }

    // ---- storage

    @Override
    public int kernelOrigin() {
        return StorageMap.KERNEL;
    }

    @Override
    public int slots() {
        return StorageMap.SLOTS;
    }

    @Override
    public int programOrigin(int slot) {
        return StorageMap.PROGRAMS + slot * StorageMap.REGION;
    }

    @Override
    public int regionSize() {
        return StorageMap.REGION;
    }

    @Override
    public int kernelStack() {
        return StorageMap.STACK;
    }

    @Override
    public int stackUnits(Frame frame) {
        return S370Lowering.room(frame);
    }

    // ---- text

    @Override
    public MethodLowering method(Frame frame, AssemblyText text) {
        return new S370Lowering(frame, text);
    }

    @Override
    public String label(String symbol) {
        return symbol + " EQU *";
    }

    @Override
    public String origin(int address) {
        return BLANKS + "ORG " + address;
    }

    @Override
    public String align() {
        return BLANKS + "DS 0F";
    }

    @Override
    public String cells(Width width, int... values) {
        int digits = 2 << width.shift();
        String all = IntStream.of(values).mapToObj(v -> HexFormat.of().toHexDigits(v, digits)).collect(Collectors.joining());
        return IntStream.iterate(0, i -> i < all.length(), i -> i + LINE)
                .mapToObj(i -> BLANKS + "DC X'" + all.substring(i, Math.min(all.length(), i + LINE)) + "'")
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String reference(String symbol) {
        return BLANKS + "DC A(" + symbol + ")";
    }

    @Override
    public String zeros(Width width, int count) {
        return BLANKS + "DC " + (count << width.shift()) + "X'00'";
    }

    // ---- the machine-dependent part of the kernel

    @Override
    public String kernelHooks() {
        return resource("kernel.s370");
    }

    @Override
    public String programHooks(byte[] attempt) {
        String instruction = attempt.length == 0 ? HexFormat.of().toHexDigits((short) NO_OPERATION) : HexFormat.of().formatHex(attempt);
        return resource("program.s370").replace("'ATTEMPT'", "'" + instruction + "'");
    }

    @Override
    public byte[] privilegedInstruction() {
        return PRIVILEGED.clone();
    }

    @Override
    public Class<?> architectureClass() {
        return Arch.class;
    }

    @Override
    public int contextWords() {
        return 18;
    }

    @Override
    public void boot(PlatformHost host, Architecture a, Program image) throws UsageException {
        if (host.storage() < StorageMap.END)
            throw new UsageException("the guest operating system needs " + StorageMap.END + " bytes of storage, but the machine has "
                    + host.storage() + ": give it --memory 2M");
        fits(image);
        for (Program.Chunk c : image.chunks())
            for (int i = 0; i < c.bytes().length; i++) host.machine().storeAbsolute(c.address() + i, 1, c.bytes()[i]);
        host.machine().set(a.registers().pc(), host.machine().loadAbsolute(BEGINNING, 4));
    }

    @Override
    public byte[] bootable(Program image) {
        fits(image);
        return new LoadDeck(architecture, resource("loader.s370")).of(image.image());
    }

    private static void fits(Program kernel) {
        int size = kernel.image().length;
        if (kernel.origin() != StorageMap.KERNEL || size > StorageMap.PROGRAMS)
            throw new IllegalArgumentException("the kernel with its programs has " + size + " bytes: " + StorageMap.PROGRAMS
                    + " are the most: leave programs out");
    }

    @Override
    public String bootOptions() {
        return "--ipl 00C --attach 00C=3505,FILE,code=ebcdic";
    }

    private static String resource(String name) {
        try (InputStream in = S370Port.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("this module lacks its resource " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
