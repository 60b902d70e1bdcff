package org.polyvisor.guest;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.polyvisor.guest.compiler.GuestImage;
import org.polyvisor.guest.compiler.ListingLine;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.platform.PlatformHost;

/**
 * A guest as machine code.
 *
 * @param definition what it was built from
 * @param architecture the processor it was built for
 * @param port to that
 * @param kernel the kernel's image, with those of the programs in its data
 * @param programs the programs' images, by slot
 */
public record BuiltGuest(GuestDefinition definition, Architecture architecture, GuestPort port, GuestImage kernel, List<GuestImage> programs) {

    /**
     * Puts it into a machine, and the processor at its beginning.
     *
     * @param host a machine in its default initial state, with its default devices
     * @throws UsageException if it does not fit
     */
    public void boot(PlatformHost host) throws UsageException {
        port.boot(host, architecture, kernel.program());
    }

    /** {@return a file that {@code polyvisor run} boots, with {@link GuestPort#bootOptions}} */
    public byte[] bootable() {
        return port.bootable(kernel.program());
    }

    /** {@return the kernel's and the programs' instructions, a line each: address, bytes, text, place in the source} */
    public String listing() {
        StringBuilder text = new StringBuilder();
        list("kernel", kernel, text);
        for (int i = 0; i < programs.size(); i++) list(definition.programs().get(i).name(), programs.get(i), text);
        return text.toString();
    }

    private static void list(String name, GuestImage image, StringBuilder text) {
        text.append(String.format("* %s: %08X, %d bytes: hooks %d, code %d, data %d\n", name, image.origin(), image.bytes().length,
                image.sizes().hooks(), image.sizes().code(), image.sizes().data()));
        HexFormat hex = HexFormat.of().withUpperCase();
        for (ListingLine l : image.listing()) {
            int from = l.address() - image.origin();
            text.append(String.format("%08X  %-16s  %-40s  %s (%s:%d)\n", l.address(),
                    hex.formatHex(Arrays.copyOfRange(image.bytes(), from, from + l.length())), l.text(), l.method(), l.file(), l.line()));
        }
    }
}
