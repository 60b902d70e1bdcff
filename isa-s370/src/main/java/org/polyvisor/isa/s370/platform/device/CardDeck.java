package org.polyvisor.isa.s370.platform.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.HostFile;

/** Cards of 80 columns in EBCDIC, from a file of 80-byte records or of text lines; LF or CR LF ends a line. */
public final class CardDeck {
    /** Columns of a card. */
    public static final int COLUMNS = 80;

    private static final Charset EBCDIC = Charset.forName("IBM037");
    private static final byte BLANK = 0x40;

    private final Queue<byte[]> cards = new ArrayDeque<>();

    /** How a file is coded. */
    public enum Code {
        /** 80-byte records. */
        EBCDIC,
        /** Lines of UTF-8. */
        TEXT,
        /** One of the two, whichever it can be. */
        AUTO
    }

    private CardDeck() {}

    /** {@return a deck without cards} */
    public static CardDeck empty() {
        return new CardDeck();
    }

    /**
     * Reads a file.
     *
     * @param name the file's name
     * @param code how it is coded
     * @return its cards
     * @throws UsageException if it cannot be read, or is not coded so; names the file and the line or offset
     */
    public static CardDeck read(String name, Code code) throws UsageException {
        try {
            return of(name, HostFile.bytes(Path.of(name)), code);
        } catch (IOException | InvalidPathException e) {
            throw UsageException.unreadable(name, name, e);
        }
    }

    /**
     * Takes the contents of a file.
     *
     * @param name the file's name, for messages
     * @param contents all of it
     * @param code how it is coded
     * @return its cards
     * @throws UsageException if it is not coded so
     */
    static CardDeck of(String name, byte[] contents, Code code) throws UsageException {
        return switch (code) {
            case EBCDIC -> ofRecords(name, contents);
            case TEXT -> ofLines(name, contents);
            case AUTO -> ofEither(name, contents);
        };
    }

    private static CardDeck ofEither(String name, byte[] contents) throws UsageException {
        boolean records = contents.length % COLUMNS == 0;
        int notText = notText(contents);
        boolean lines = notText < 0 && (!records || contents.length == 0 || contains(contents, '\n'));
        if (lines) return ofLines(name, contents);
        if (notText < 0) throw new UsageException(name + ": this may be EBCDIC records or a line of text: say code=ebcdic or code=text");
        if (records) return ofRecords(name, contents);
        int over = contents.length % COLUMNS;
        throw new UsageException(name + ": neither text (byte " + hex(contents[notText]) + " at offset " + notText
                + ") nor 80-byte EBCDIC records (" + contents.length + " bytes, " + over + " too many at offset "
                        + (contents.length - over) + ")");
    }

    private static String hex(byte b) {
        return String.format("%02X", b);
    }

    private static boolean contains(byte[] contents, char c) {
        for (byte b : contents) if (b == c) return true;
        return false;
    }

    /** Where the first byte is that text does not have, or −1. */
    private static int notText(byte[] contents) {
        for (int i = 0; i < contents.length; i++) {
            byte b = contents[i];
            boolean returns = b == '\r' && i + 1 < contents.length && contents[i + 1] == '\n';
            boolean control = b >= 0 && b < ' ' && b != '\n' && b != '\t' && !returns;
            if (control || b == 0x7f) return i;
        }
        ByteBuffer bytes = ByteBuffer.wrap(contents);
        boolean malformed = StandardCharsets.UTF_8.newDecoder().decode(bytes, CharBuffer.allocate(contents.length), true).isError();
        return malformed ? bytes.position() : -1;
    }

    private static CardDeck ofRecords(String name, byte[] contents) throws UsageException {
        int over = contents.length % COLUMNS;
        if (over != 0)
            throw new UsageException(name + ": an EBCDIC deck has 80 bytes a card, but this one has " + contents.length
                    + " bytes: the last card, at offset "
                    + (contents.length - over) + ", has " + over);
        CardDeck deck = new CardDeck();
        for (int at = 0; at < contents.length; at += COLUMNS) deck.cards.add(Arrays.copyOfRange(contents, at, at + COLUMNS));
        return deck;
    }

    private static CardDeck ofLines(String name, byte[] contents) throws UsageException {
        int bad = notText(contents);
        if (bad >= 0) throw new UsageException(name + ": not text: byte " + hex(contents[bad]) + " at offset " + bad
                + " (an EBCDIC deck is code=ebcdic)");
        String text = new String(contents, StandardCharsets.UTF_8);
        CardDeck deck = new CardDeck();
        int line = 1;
        for (int at = 0; at < text.length(); line++) {
            int end = text.indexOf('\n', at);
            if (end < 0) end = text.length();
            String columns = text.substring(at, end > at && text.charAt(end - 1) == '\r' ? end - 1 : end);
            deck.cards.add(card(name, line, columns));
            at = end + 1;
        }
        return deck;
    }

    private static byte[] card(String name, int line, String columns) throws UsageException {
        int length = columns.codePointCount(0, columns.length());
        if (length > COLUMNS) throw new UsageException(name + ": line " + line + " has " + length + " columns: a card has 80");
        byte[] card = new byte[COLUMNS];
        Arrays.fill(card, BLANK);
        CharsetEncoder encoder = EBCDIC.newEncoder();
        try {
            ByteBuffer bytes = encoder.encode(CharBuffer.wrap(columns));
            bytes.get(card, 0, bytes.remaining());
        } catch (CharacterCodingException _) {
            int column = 0;
            while (encoder.canEncode(columns.charAt(column))) column++;
            String character = columns.substring(column, columns.offsetByCodePoints(column, 1));
            throw new UsageException(name + ": line " + line + ", column " + (column + 1) + ": " + character
                    + " has no EBCDIC code (page 037)");
        }
        return card;
    }

    /** {@return the next card, 80 bytes; null if there is none} */
    byte[] next() {
        return cards.poll();
    }
}
