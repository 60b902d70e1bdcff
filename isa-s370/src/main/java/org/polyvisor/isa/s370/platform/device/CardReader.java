package org.polyvisor.isa.s370.platform.device;

/**
 * A card reader: 1442 (GA21-9025), 2501 (GA21-9026) or 3505 (GA21-9124). Stackers are all one; card image is refused. When
 * the hopper is empty, it wants an operator: it does not know the end of a file.
 */
public final class CardReader extends UnitRecord {
    /** Virtual time to read a card. */
    private static final int CARD_TIME = 5_000;

    private static final int STACKERS = 0xc0, READ = 0x02, CONTROL = 0x03, FEED = 0x23;

    private final CardDeck deck;

    /**
     * Puts cards in the hopper.
     *
     * @param deck the cards
     */
    public CardReader(CardDeck deck) {
        this.deck = deck;
    }

    @Override
    int operate(int command) {
        return switch (command & ~STACKERS) {
            case READ -> read();
            case CONTROL, FEED -> finished();
            default -> refuse(Sense.COMMAND_REJECT);
        };
    }

    private int read() {
        byte[] card = deck.next();
        if (card == null) return refuse(Sense.INTERVENTION_REQUIRED);
        port().later(CARD_TIME, () -> {
            port().put(card);
            end();
        });
        return 0;
    }
}
