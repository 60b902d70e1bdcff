package org.polyvisor.hypervisor.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.polyvisor.hypervisor.toy.Toy;

@DisplayName("Storage and its translations")
class StorageTest {
    private final Storage storage = new Storage(Toy.ARCHITECTURE, 0x1000);
    private final Translations translations = new Translations(64);

    StorageTest() {
        storage.translations.add(translations);
    }

    private Frame map(int page, int absolutePage, boolean writable) {
        Frame f = storage.frame(absolutePage);
        translations.fill(page, absolutePage, f, writable);
        return f;
    }

    @Test
    void yieldsOnesWhereNothingIsInstalledAndIgnoresWhatIsStoredThere() {
        storage.store(0xffe, 4, 0x0403_0201);
        assertEquals(0xffff_0201L, storage.load(0xffe, 4));
        storage.put(0xfff, new byte[] {9, 9, 9});
        assertArrayEquals(new byte[] {1, 9, -1}, storage.get(0xffe, 3));
        assertArrayEquals(new byte[] {-1, -1}, storage.get(-1, 2), "addresses do not begin anew");
        assertEquals(-1, storage.load(0xffff_fff8, 8));
        storage.put(0xffff_fff0, new byte[32]);
        assertEquals(0x400, storage.used());
        assertFalse(storage.exists(4));
        assertFalse(storage.exists(-1));
    }

    @Test
    void isOfPages() {
        for (long size : new long[] {0, -0x400, 0x401, 0x1_0000_0400L})
            assertThrows(IllegalArgumentException.class, () -> new Storage(Toy.ARCHITECTURE, size));
    }

    @Test
    void hasADigestOfContentsNotOfWhatWasTouched() {
        Storage other = new Storage(Toy.ARCHITECTURE, 0x1000);
        long empty = storage.digest();
        assertEquals(empty, other.digest());
        other.store(0x800, 1, 0);
        assertEquals(empty, other.digest());
        storage.store(0x800, 1, 1);
        assertNotEquals(empty, storage.digest());
        other.store(0x400, 1, 1);
        assertNotEquals(storage.digest(), other.digest(), "the same page elsewhere");
        storage.clear();
        assertEquals(empty, storage.digest());
        storage.attribute(3, 0x10);
        assertNotEquals(empty, storage.digest(), "attributes count");
    }

    @Test
    void forgetsTranslationsToAPageWhoseAttributeChanges() {
        map(5, 1, true);
        map(6, 2, true);
        map(7, 1, false);
        int epoch = translations.epoch;
        storage.attribute(1, 0);
        assertEquals(epoch, translations.epoch, "the same attribute changes nothing");
        storage.attribute(1, 0x20);
        assertTrue(translations.epoch > epoch);
        assertNull(translations.frame(5));
        assertNull(translations.frame(7));
        assertNotNull(translations.frame(6));
        storage.record(2, 4);
        assertNotNull(translations.frame(6), "what the walk records is known to those who hold translations");
    }

    @Test
    void hasNoWriteEntryWhereCodeIsWhateverTheName() {
        Frame f = map(5, 1, true);
        map(9, 1, true);
        map(12, 1, false);
        assertNotNull(translations.write[5]);
        assertNull(translations.write[12]);
        f.guard(0x10, 0x20);
        assertNull(translations.write[5]);
        assertNull(translations.write[9]);
        assertTrue(f.holdsCode(0x1f, 0x21));
        assertFalse(f.holdsCode(0x20, 0x21));
        map(20, 1, true);
        assertNull(translations.write[20]);
        f.dropCode();
        assertNotNull(translations.write[5]);
        assertNotNull(translations.write[20]);
        assertNull(translations.write[12]);
    }

    @Test
    void dropsCodeThatIsPutOverFromOutside() {
        Frame f = storage.frame(1);
        Block b = new Block(0x400, 0, java.util.List.of());
        f.decoded.add(b);
        f.guard(0x40, 0x50);
        storage.put(0x400, new byte[0x40]);
        assertFalse(b.dropped());
        storage.store(0x44f, 1, 7);
        assertTrue(b.dropped());
    }

    @Test
    void purgesOnePageOrAll() {
        map(5, 1, true);
        map(6, 2, true);
        map(1000, 1, true);
        translations.purge(5);
        assertNull(translations.read[5]);
        assertNotNull(translations.frame(1000));
        int epoch = translations.epoch;
        translations.purge(5);
        translations.purge(4_000_000);
        assertEquals(epoch, translations.epoch, "nothing was there");
        Frame f = storage.frame(1);
        assertTrue(f.in.contains(translations), "it is still known by another name");
        translations.purge();
        assertFalse(f.in.contains(translations));
        assertNull(translations.frame(6));
        assertNull(translations.write[1000]);
    }

    @Test
    void changesItsMindAboutAPage() {
        Frame one = map(5, 1, true);
        int epoch = translations.epoch;
        Frame two = map(5, 2, false);
        assertTrue(translations.epoch > epoch, "code found by the old translation is to be looked at again");
        assertEquals(two, translations.frame(5));
        assertFalse(translations.writable(5));
        assertFalse(one.in.contains(translations));
        storage.attribute(1, 8);
        assertEquals(two, translations.frame(5));
    }

    @Test
    void addressSpacesAreForgottenTogetherWhenThereAreTooMany() {
        Environment e = new Environment(storage);
        Translations first = e.translations(0);
        first.fill(1, 1, storage.frame(1), true);
        for (int i = 1; i < 64; i++) e.translations(i);
        assertEquals(first, e.translations(0));
        assertEquals(0, e.generation);
        e.translations(64);
        assertEquals(1, e.generation);
        assertNull(first.frame(1));
        assertNotEquals(first, e.translations(0));
        assertFalse(storage.translations.contains(first));
    }

    @Test
    @DisplayName("Tables grow to the highest page in use, and whoever looked at the old ones learns of it")
    void tablesGrow() {
        Translations large = new Translations(1 << 20);
        byte[][] before = large.read;
        Frame first = storage.frame(0), second = storage.frame(1);
        large.fill(3, 0, first, true);
        int epoch = large.epoch;
        assertEquals(first.bytes, large.read[3]);
        large.fill(0xfffff, 1, second, false);
        assertNull(before[3]);
        assertEquals(first.bytes, large.read[3]);
        assertEquals(second.bytes, large.read[0xfffff]);
        assertNull(large.write[0xfffff]);
        assertNotEquals(epoch, large.epoch);
    }
}
