package org.polyvisor.isa.s370.platform.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyvisor.isa.UsageException;

class CardDeckTest {

    private static byte[] ebcdic(String columns) {
        return columns.getBytes(Charset.forName("IBM037"));
    }

    private static String card(CardDeck deck) {
        return new String(deck.next(), Charset.forName("IBM037"));
    }

    private static CardDeck text(String contents) throws UsageException {
        return CardDeck.of("deck", contents.getBytes(StandardCharsets.UTF_8), CardDeck.Code.AUTO);
    }

    private static String refused(byte[] contents, CardDeck.Code code) {
        String message = assertThrows(UsageException.class, () -> CardDeck.of("deck", contents, code)).getMessage();
        assertTrue(message.startsWith("deck: "), message);
        return message;
    }

    private static String refusedText(String contents) {
        return refused(contents.getBytes(StandardCharsets.UTF_8), CardDeck.Code.AUTO);
    }

    @Test
    void aLineIsACardPaddedWithBlanks() throws UsageException {
        CardDeck deck = text("// JOB ä\n\r\n/*\r\nlast");
        for (String line : new String[] {"// JOB ä", "", "/*", "last"}) assertEquals(String.format("%-80s", line), card(deck));
        assertNull(deck.next());
    }

    @Test
    void theEndOfTheLastLineIsNoCard() throws UsageException {
        CardDeck deck = text("x".repeat(80) + "\n");
        assertEquals("x".repeat(80), card(deck));
        assertNull(deck.next());
    }

    @Test
    void aSlashIs61InEbcdic() throws UsageException {
        assertEquals(0x61, text("/*\n").next()[0]);
    }

    @Test
    void anEmptyFileHasNoCards() throws UsageException {
        assertNull(text("").next());
        assertNull(CardDeck.empty().next());
    }

    @Test
    void recordsAreTakenAsTheyAre() throws UsageException {
        byte[] records = ebcdic("A".repeat(80) + "B".repeat(80));
        records[3] = 0;
        CardDeck deck = CardDeck.of("deck", records, CardDeck.Code.AUTO);
        byte[] first = deck.next();
        assertEquals(0, first[3]);
        assertEquals("B".repeat(80), card(deck));
        assertNull(deck.next());
    }

    @Test
    void tooManyColumnsAreRefusedWithTheLine() {
        assertTrue(refusedText("one\n" + "x".repeat(81) + "\n").contains("line 2 has 81 columns"));
    }

    @Test
    void eightyColumnsOfAnyCharacterAreNotTooMany() throws UsageException {
        assertEquals("é".repeat(80), card(text("é".repeat(80) + "\r\n")));
    }

    @Test
    void aCharacterWithoutCodeIsRefusedWithLineAndColumn() {
        assertTrue(refusedText("one\ntwo €\n").contains("line 2, column 5: €"));
        assertTrue(refusedText("𝄞\n").contains("line 1, column 1: 𝄞"));
    }

    @Test
    void recordsOfAnotherLengthAreRefusedWithTheOffset() {
        String message = refused(new byte[170], CardDeck.Code.EBCDIC);
        assertTrue(message.contains("170 bytes") && message.contains("offset 160"), message);
        message = refused(new byte[81], CardDeck.Code.AUTO);
        assertTrue(message.contains("byte 00 at offset 0") && message.contains("offset 80"), message);
    }

    @Test
    void whatMayBeEitherIsRefused() throws UsageException {
        byte[] both = "@".repeat(80).getBytes(StandardCharsets.US_ASCII);
        assertTrue(refused(both, CardDeck.Code.AUTO).contains("code=ebcdic or code=text"));
        assertArrayEquals(both, CardDeck.of("deck", both, CardDeck.Code.EBCDIC).next());
        assertEquals("@".repeat(80), card(CardDeck.of("deck", both, CardDeck.Code.TEXT)));
    }

    @Test
    void textIsNotBinary() {
        assertTrue(refused(new byte[] {'a', 0, 'b'}, CardDeck.Code.TEXT).contains("byte 00 at offset 1"));
        assertTrue(refused(new byte[] {'a', (byte) 0xc1, 'b'}, CardDeck.Code.TEXT).contains("byte C1 at offset 1"));
        assertTrue(refused(new byte[] {'a', '\r', 'b'}, CardDeck.Code.TEXT).contains("byte 0D at offset 1"));
        assertTrue(refused(new byte[] {'a', (byte) 0xc3}, CardDeck.Code.TEXT).contains("byte C3 at offset 1"));
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        String name = folder.resolve("missing").toString();
        String message = assertThrows(UsageException.class, () -> CardDeck.read(name, CardDeck.Code.AUTO)).getMessage();
        assertEquals(name + ": there is no such file", message);
    }
}
