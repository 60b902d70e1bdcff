package org.polyvisor.cli.exec;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.Map;
import org.polyvisor.cli.option.Numeral;

/** Writes results, one a line. */
final class ResultWriter implements AutoCloseable {
    private final JsonGenerator json;
    private final boolean flushed;

    /**
     * Writes to a stream.
     *
     * @param out UTF-8
     * @param flushed whether each line is passed on at once
     */
    ResultWriter(OutputStream out, boolean flushed) throws IOException {
        json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8).setRootValueSeparator(new SerializedString(""));
        this.flushed = flushed;
    }

    void write(Object id, Result r) throws IOException {
        json.writeStartObject();
        Identity.write(json, id);
        json.writeStringField("exit", r.exit);
        for (Map.Entry<String, Object> e : r.interruption.entrySet()) {
            if (e.getValue() instanceof Integer n) json.writeNumberField(e.getKey(), n);
            else json.writeStringField(e.getKey(), e.getValue().toString());
        }
        json.writeNumberField("instructions", r.instructions);
        if (!r.registers.isEmpty()) {
            json.writeObjectFieldStart("registers");
            for (Result.Contents c : r.registers) json.writeStringField(c.register(), c.value());
            json.writeEndObject();
        }
        if (!r.storage.isEmpty()) {
            json.writeArrayFieldStart("storage");
            for (Result.Bytes b : r.storage) {
                json.writeStartObject();
                json.writeStringField("at", Numeral.hexadecimal(b.at()));
                json.writeStringField("hex", HexFormat.of().formatHex(b.bytes()));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        end();
    }

    void write(Object id, String error) throws IOException {
        json.writeStartObject();
        Identity.write(json, id);
        json.writeStringField("error", error);
        end();
    }

    private void end() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
        if (flushed) json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
