package org.polyvisor.cli.exec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HexFormat;
import org.polyvisor.cli.option.Engine;
import org.polyvisor.cli.option.MemorySize;
import org.polyvisor.cli.option.Numeral;
import org.polyvisor.isa.UsageException;

/** Reads cases. What a case cannot have is an error that names the field. */
final class CaseReader {
    private final JsonFactory factory = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build()).build();

    /**
     * Reads one line.
     *
     * @param line UTF-8
     * @param from where it begins
     * @param length in bytes
     * @param into where the case is put
     * @throws UsageException if it is malformed; {@link Case#id} is valid all the same
     */
    void read(byte[] line, int from, int length, Case into) throws UsageException {
        into.clear();
        try (JsonParser p = factory.createParser(line, from, length)) {
            if (p.nextToken() != JsonToken.START_OBJECT) throw new UsageException("a case is a JSON object: {\"id\":…}");
            object(p, into);
            if (p.nextToken() != null) throw new UsageException("something follows the object: give one case a line");
            if (into.isa.isEmpty()) throw new UsageException("isa is missing: it names the instruction set");
        } catch (JsonProcessingException e) {
            identify(line, from, length, into);
            throw new UsageException("malformed JSON: " + what(e) + ", at column " + e.getLocation().getColumnNr());
        } catch (IOException e) {
            identify(line, from, length, into);
            throw new UsageException("malformed JSON: " + e.getMessage());
        } catch (UsageException e) {
            identify(line, from, length, into);
            throw e;
        }
    }

    /** What the parser says, without its own view of the source and its own settings. */
    private static String what(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        return message.replaceFirst(" \\(start marker at.*|: enable `.*|: maybe a \\(non-standard\\) comment\\?.*", "");
    }

    private void identify(byte[] line, int from, int length, Case into) {
        try {
            into.id = Identity.sought(factory.createParser(line, from, length));
        } catch (IOException _) {
            into.id = Identity.NONE;
        }
    }

    private static void object(JsonParser p, Case c) throws IOException, UsageException {
        for (String name = p.nextFieldName(); name != null; name = p.nextFieldName()) {
            p.nextToken();
            switch (name) {
                case "id" -> {
                    c.id = Identity.read(p);
                    if (c.id == Identity.NONE && p.currentToken() != JsonToken.VALUE_NULL) throw new UsageException("id: give a string");
                }
                case "isa" -> c.isa = string(p, name);
                case "cpu" -> c.cpu = string(p, name);
                case "state" -> c.state = string(p, name);
                case "memory" -> c.memory = memory(p);
                case "engine" -> c.engine = engine(p);
                case "load" -> loads(p, c);
                case "set" -> settings(p, c);
                case "run" -> run(p, c);
                case "intercept" -> {
                    elements(p, name);
                    while (p.nextToken() != JsonToken.END_ARRAY) c.intercept.add(string(p, name));
                }
                case "report" -> report(p, c);
                default -> throw unknown(name, "", "id, isa, cpu, memory, engine, state, load, set, run, intercept, report");
            }
        }
    }

    private static UsageException unknown(String name, String where, String known) {
        return new UsageException("there is no field '" + name + "'" + where + ": there are " + known);
    }

    private static String string(JsonParser p, String name) throws IOException, UsageException {
        if (p.currentToken() != JsonToken.VALUE_STRING) throw new UsageException(name + ": give a string");
        return p.getText();
    }

    /** A number, as a JSON string or number. */
    private static String digits(JsonParser p, String name) throws IOException, UsageException {
        if (p.currentToken() != JsonToken.VALUE_STRING && p.currentToken() != JsonToken.VALUE_NUMBER_INT)
            throw new UsageException(name + ": give a number, or a string with 0x and hexadecimal digits");
        return p.getText();
    }

    private static long number(JsonParser p, String name, int bits) throws IOException, UsageException {
        String text = digits(p, name);
        try {
            return Numeral.unsigned(text, bits);
        } catch (UsageException e) {
            throw new UsageException(name + ": " + e.getMessage());
        }
    }

    private static void elements(JsonParser p, String name) throws UsageException {
        if (p.currentToken() != JsonToken.START_ARRAY) throw new UsageException(name + ": give an array");
    }

    private static void fields(JsonParser p, String name) throws UsageException {
        if (p.currentToken() != JsonToken.START_OBJECT) throw new UsageException(name + ": give an object");
    }

    private static MemorySize memory(JsonParser p) throws IOException, UsageException {
        String text = digits(p, "memory");
        try {
            return MemorySize.parse(text);
        } catch (UsageException e) {
            throw new UsageException("memory: " + e.getMessage());
        }
    }

    private static Engine engine(JsonParser p) throws IOException, UsageException {
        String text = string(p, "engine");
        try {
            return Engine.named(text);
        } catch (UsageException e) {
            throw new UsageException("engine: " + e.getMessage());
        }
    }

    private static void loads(JsonParser p, Case c) throws IOException, UsageException {
        elements(p, "load");
        while (p.nextToken() != JsonToken.END_ARRAY) {
            fields(p, "load");
            long at = -1;
            byte[] bytes = null;
            for (String name = p.nextFieldName(); name != null; name = p.nextFieldName()) {
                p.nextToken();
                switch (name) {
                    case "at" -> at = number(p, "load.at", 32);
                    case "hex" -> bytes = bytes(string(p, "load.hex"));
                    default -> throw unknown(name, " in load", "at, hex");
                }
            }
            if (at < 0 || bytes == null) throw new UsageException("load: each has an 'at' and a 'hex'");
            c.loads.add(new Case.Load(at, bytes));
        }
    }

    private static byte[] bytes(String hex) throws UsageException {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException _) {
            throw new UsageException("load.hex: '" + (hex.length() <= 40 ? hex : hex.substring(0, 40) + "…")
                    + "' is not pairs of hexadecimal digits");
        }
    }

    private static void settings(JsonParser p, Case c) throws IOException, UsageException {
        fields(p, "set");
        for (String name = p.nextFieldName(); name != null; name = p.nextFieldName()) {
            p.nextToken();
            c.settings.add(new Case.Setting(name, digits(p, "set." + name)));
        }
    }

    private static void run(JsonParser p, Case c) throws IOException, UsageException {
        fields(p, "run");
        for (String name = p.nextFieldName(); name != null; name = p.nextFieldName()) {
            p.nextToken();
            switch (name) {
                case "maxInstructions" -> c.mostInstructions = number(p, "run.maxInstructions", 62);
                case "stopAt" -> {
                    elements(p, "run.stopAt");
                    while (p.nextToken() != JsonToken.END_ARRAY) c.stopAt.add((int) number(p, "run.stopAt", 32));
                }
                default -> throw unknown(name, " in run", "maxInstructions, stopAt");
            }
        }
    }

    private static void report(JsonParser p, Case c) throws IOException, UsageException {
        fields(p, "report");
        for (String name = p.nextFieldName(); name != null; name = p.nextFieldName()) {
            p.nextToken();
            switch (name) {
                case "registers" -> {
                    elements(p, "report.registers");
                    while (p.nextToken() != JsonToken.END_ARRAY) c.registers.add(string(p, "report.registers"));
                }
                case "storage" -> areas(p, c);
                default -> throw unknown(name, " in report", "registers, storage");
            }
        }
    }

    private static void areas(JsonParser p, Case c) throws IOException, UsageException {
        elements(p, "report.storage");
        while (p.nextToken() != JsonToken.END_ARRAY) {
            fields(p, "report.storage");
            long at = -1, length = -1;
            for (String name = p.nextFieldName(); name != null; name = p.nextFieldName()) {
                p.nextToken();
                switch (name) {
                    case "at" -> at = number(p, "report.storage.at", 32);
                    case "length" -> length = number(p, "report.storage.length", 32);
                    default -> throw unknown(name, " in report.storage", "at, length");
                }
            }
            if (at < 0 || length < 0) throw new UsageException("report.storage: each has an 'at' and a 'length'");
            c.areas.add(new Case.Area(at, length));
        }
    }
}
