package org.polyvisor.cli.exec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** What tells cases apart: given back as it came. */
final class Identity {
    /** No identity. */
    static final Object NONE = new Object();

    /** A number, digit by digit. */
    private record Digits(String text) {}

    private Identity() {}

    /** Reads a string, a number or null; {@link #NONE} for anything else. */
    static Object read(JsonParser p) throws IOException {
        return switch (p.currentToken()) {
            case VALUE_STRING -> p.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(p.getText());
            default -> NONE;
        };
    }

    static void write(JsonGenerator g, Object id) throws IOException {
        g.writeFieldName("id");
        if (id instanceof Digits d) g.writeNumber(d.text);
        else if (id == NONE) g.writeNull();
        else g.writeString((String) id);
    }

    /** The identity that a line shows before whatever is wrong in it. */
    static Object sought(JsonParser p) {
        try (p) {
            if (p.nextToken() != JsonToken.START_OBJECT) return NONE;
            for (String name = p.nextFieldName(); name != null; name = p.nextFieldName()) {
                p.nextToken();
                if (name.equals("id")) return read(p);
                p.skipChildren();
            }
            return NONE;
        } catch (IOException _) {
            return NONE;
        }
    }
}
