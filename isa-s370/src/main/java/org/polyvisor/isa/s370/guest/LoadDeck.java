package org.polyvisor.isa.s370.guest;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.assembly.AssemblyException;
import org.polyvisor.isa.assembly.Program;

/** Cards of 80 bytes that an initial program load loads; GA22-7000, "Initial Program Loading". */
final class LoadDeck {
    private static final int COLUMNS = 80;
    /** Cards with the loader's program, behind the one with command words. */
    private static final int PROGRAM_CARDS = 2;

    private final Architecture architecture;
    private final String loader;

    /**
     * Makes decks.
     *
     * @param architecture the loader is assembled for
     * @param loader its text, in which CARDS stands for the number of cards that follow
     */
    LoadDeck(Architecture architecture, String loader) {
        this.architecture = architecture;
        this.loader = loader;
    }

    /**
     * {@return the deck that loads an image from location 0}
     *
     * @param image it begins with a PSW
     */
    byte[] of(byte[] image) {
        int cards = (image.length + COLUMNS - 1) / COLUMNS;
        byte[] front = loader(cards);
        ByteArrayOutputStream deck = new ByteArrayOutputStream();
        deck.writeBytes(Arrays.copyOf(front, COLUMNS));
        deck.writeBytes(Arrays.copyOfRange(front, StorageMap.PROGRAMS, StorageMap.PROGRAMS + PROGRAM_CARDS * COLUMNS));
        deck.writeBytes(Arrays.copyOf(image, cards * COLUMNS));
        return deck.toByteArray();
    }

    private byte[] loader(int cards) {
        try {
            Program p = architecture.syntax().assemble(architecture, loader.replace("CARDS", String.valueOf(cards)));
            byte[] image = p.image();
            if (image.length > StorageMap.PROGRAMS + PROGRAM_CARDS * COLUMNS)
                throw new IllegalStateException("the loader takes more than its cards");
            return image;
        } catch (AssemblyException e) {
            throw new IllegalStateException("the loader cannot be assembled: " + e.getMessage(), e);
        }
    }
}
