package org.polyvisor.isa.s370.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.s370.platform.channel.Device;
import org.polyvisor.isa.s370.platform.device.CardDeck;
import org.polyvisor.isa.s370.platform.device.CardReader;
import org.polyvisor.isa.s370.platform.device.ConsoleTypewriter;

/**
 * A device as users describe it: {@code ADDRESS=TYPE[,FILE][,OPTION]…}.
 *
 * @param text all of it
 * @param address channel and device
 * @param type machine type number
 * @param file the file behind it, or empty
 * @param options {@code NAME} or {@code NAME=VALUE}
 */
record Attachment(String text, int address, String type, String file, List<String> options) {
    private static final Set<String> READERS = Set.of("1442", "2501", "3505");
    private static final Set<String> LATER = Set.of("1403", "1443", "3211", "2540", "3525", "3215", "2400", "2415", "3420", "2311", "2314",
            "3330", "3340", "3350", "3270", "3277");

    /**
     * Reads a description.
     *
     * @param text what the user wrote
     * @return the attachment
     * @throws UsageException if it is none
     */
    static Attachment of(String text) throws UsageException {
        String option = "--attach " + text;
        int equals = text.indexOf('=');
        if (equals < 0) throw new UsageException(option + ": give ADDRESS=TYPE[,FILE][,OPTION]…, such as 00C=1442,job.jcl");
        int address = address(option, text.substring(0, equals));
        String file = "";
        List<String> options = new ArrayList<>();
        String[] parts = text.substring(equals + 1).split(",", -1);
        for (int i = 1; i < parts.length; i++) {
            if (i == 1 && !parts[i].startsWith("code=") && !parts[i].equals("ro")) file = parts[i];
            else options.add(parts[i]);
        }
        Attachment a = new Attachment(text, address, parts[0], file, List.copyOf(options));
        if (LATER.contains(a.type)) throw a.wrong("the device " + a.type
                + " has not arrived yet: there are card readers 1442, 2501, 3505 and the console 1052");
        if (!READERS.contains(a.type) && !a.isConsole())
            throw a.wrong("there is no device type " + a.type + ": there are card readers 1442, 2501, 3505 and the console 1052");
        return a;
    }

    /**
     * {@return a device address}
     *
     * @param option for messages
     * @param digits one to three hexadecimal digits
     * @throws UsageException if they are none, or there is no such channel
     */
    static int address(String option, String digits) throws UsageException {
        if (!digits.matches("[0-9A-Fa-f]{1,3}")) throw new UsageException(option + ": " + digits
                + " is no device address: give up to three hexadecimal digits, such as 00C");
        int address = Integer.parseInt(digits, 16);
        if (address > 0xff) throw new UsageException(option + ": channel " + (address >> 8)
                + " has not arrived yet: there is channel 0, devices 000 to 0FF");
        return address;
    }

    boolean isConsole() {
        return type.equals("1052");
    }

    /**
     * {@return the device}
     *
     * @param host the machine
     * @throws UsageException if its file or an option is unusable
     */
    Device device(PlatformHost host) throws UsageException {
        if (isConsole()) {
            if (!file.isEmpty() || !options.isEmpty()) throw wrong("the console has neither file nor options");
            return new ConsoleTypewriter(host.console(String.format("%03X", address)));
        }
        CardDeck.Code code = CardDeck.Code.AUTO;
        for (String o : options) {
            if (o.equals("ro")) continue;
            if (!o.startsWith("code=")) throw wrong("a card reader has no option " + o + ": there is code=ebcdic|text|auto");
            code = code(o.substring("code=".length()));
        }
        try {
            return new CardReader(file.isEmpty() ? CardDeck.empty() : CardDeck.read(host.file(file), code));
        } catch (UsageException e) {
            throw new UsageException("--attach " + String.format("%03X", address) + ": " + e.getMessage());
        }
    }

    private CardDeck.Code code(String name) throws UsageException {
        for (CardDeck.Code c : CardDeck.Code.values()) if (c.name().toLowerCase(Locale.ROOT).equals(name)) return c;
        throw wrong("there is no code " + name + ": there are ebcdic, text and auto");
    }

    private UsageException wrong(String problem) {
        return new UsageException("--attach " + text + ": " + problem);
    }
}
