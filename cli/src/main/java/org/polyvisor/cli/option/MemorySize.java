package org.polyvisor.cli.option;

import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An amount of storage.
 *
 * @param bytes how much
 */
public record MemorySize(long bytes) {

    /** Reads sizes from the command line. */
    public static final class Converter implements ITypeConverter<MemorySize> {

        /** Makes one. */
        public Converter() {}

        @Override
        public MemorySize convert(String text) {
            try {
                return parse(text);
            } catch (UsageException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /**
     * Reads a size.
     *
     * @param text bytes, decimal or {@code 0x} hexadecimal, or a number followed by K, M or G
     * @return the size
     * @throws UsageException if it is none
     */
    public static MemorySize parse(String text) throws UsageException {
        int shift = switch (text.isEmpty() ? ' ' : Character.toUpperCase(text.charAt(text.length() - 1))) {
            case 'K' -> 10;
            case 'M' -> 20;
            case 'G' -> 30;
            default -> 0;
        };
        try {
            return new MemorySize(Numeral.unsigned(shift == 0 ? text : text.substring(0, text.length() - 1), 62 - shift) << shift);
        } catch (UsageException e) {
            throw new UsageException("'" + text
                    + "' is not an amount of storage: give bytes, or a number followed by K, M or G, such as 64M");
        }
    }

    /**
     * Checks that a machine can have as much.
     *
     * @param option how the user calls the size, for the message
     * @param set the machine's instruction set
     * @param a its architecture
     * @return bytes
     * @throws UsageException if it cannot
     */
    public long checked(String option, InstructionSet set, Architecture a) throws UsageException {
        int page = 1 << a.pageBits();
        if (bytes <= 0 || bytes > set.maximumStorage() || bytes % page != 0)
            throw new UsageException(option + " " + this + ": a machine of " + set.name() + " has a multiple of " + page + " bytes, from "
                    + new MemorySize(page) + " to " + new MemorySize(set.maximumStorage()));
        return bytes;
    }

    @Override
    public String toString() {
        for (int shift = 30; shift > 0; shift -= 10)
            if (bytes != 0 && (bytes & (1L << shift) - 1) == 0) return (bytes >> shift) + "KMG".substring(shift / 10 - 1, shift / 10);
        return Long.toString(bytes);
    }
}
