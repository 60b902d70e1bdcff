package org.polyvisor.guest.compiler;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.assembly.Program;
import org.polyvisor.isa.guest.AssemblyText;
import org.polyvisor.isa.guest.Frame;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.guest.Ir;
import org.polyvisor.isa.guest.IrValue;
import org.polyvisor.isa.guest.MethodLowering;
import org.polyvisor.isa.guest.Width;
import org.polyvisor.isa.platform.PlatformHost;

/** A port to a machine that there is not: two registers for variables, and text that says what was asked for. */
final class TextPort implements GuestPort {
    static final int KERNEL_STACK = 300;
    private static final int FRAME = 100;

    /** The kernel's part for this machine. */
    static final class Machine {
        private Machine() {}
    }

    @Override
    public List<Integer> variables() {
        return List.of(2, 3, 4);
    }

    @Override
    public List<Integer> scratch() {
        return List.of(0, 1);
    }

    @Override
    public boolean callerSaved(int register) {
        return register == 2;
    }

    /** Calls and shifts by variables destroy register 2, divisions register 3. */
    @Override
    public boolean clobbers(Ir instruction, int register) {
        return switch (instruction) {
            case Ir.Call _ -> register == 2;
            case Ir.Binary b when b.operator() == Ir.BinaryOperator.DIV || b.operator() == Ir.BinaryOperator.REM -> register == 3;
            case Ir.Binary b when b.operator() == Ir.BinaryOperator.SHL && b.right() instanceof IrValue.Variable -> register == 2;
            default -> false;
        };
    }

    @Override
    public boolean immediate(Ir instruction, int constant) {
        return constant >= 0 && constant < 100;
    }

    @Override
    public boolean checksNull(boolean kernel) {
        return kernel;
    }

    @Override
    public int kernelOrigin() {
        return 0;
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public int programOrigin(int slot) {
        return 1000 * (slot + 1);
    }

    @Override
    public int regionSize() {
        return 1000;
    }

    @Override
    public int kernelStack() {
        return KERNEL_STACK;
    }

    @Override
    public int stackUnits(Frame frame) {
        return FRAME;
    }

    @Override
    public MethodLowering method(Frame frame, AssemblyText text) {
        Class<?>[] type = {MethodLowering.class};
        return (MethodLowering) Proxy.newProxyInstance(getClass().getClassLoader(), type, (_, m, arguments) -> {
            text.add(m.getName() + " " + Stream.of(arguments == null ? new Object[0] : arguments).map(String::valueOf)
                    .collect(Collectors.joining(",")));
            return m.getReturnType() == boolean.class ? (Object) false : m.getReturnType() == int.class ? (Object) 0 : null;
        });
    }

    @Override
    public String label(String symbol) {
        return symbol + ":";
    }

    @Override
    public String origin(int address) {
        return "origin " + address;
    }

    @Override
    public String align() {
        return "align";
    }

    @Override
    public String cells(Width width, int... values) {
        return width + " " + Arrays.toString(values);
    }

    @Override
    public String reference(String symbol) {
        return "address " + symbol;
    }

    @Override
    public String zeros(Width width, int count) {
        return width + " zeros " + count;
    }

    @Override
    public String kernelHooks() {
        return "start: goto BOOT";
    }

    @Override
    public String programHooks(byte[] attempt) {
        return "start: call MAIN\nX_SYS: system\nX_ATTEMPT: " + Arrays.toString(attempt);
    }

    @Override
    public byte[] privilegedInstruction() {
        return new byte[1];
    }

    @Override
    public Class<?> architectureClass() {
        return Machine.class;
    }

    @Override
    public int contextWords() {
        return 1;
    }

    @Override
    public void boot(PlatformHost host, Architecture architecture, Program image) {
        throw new UnsupportedOperationException("there is no such machine");
    }

    @Override
    public byte[] bootable(Program image) {
        throw new UnsupportedOperationException("there is no such machine");
    }

    @Override
    public String bootOptions() {
        return "";
    }
}
