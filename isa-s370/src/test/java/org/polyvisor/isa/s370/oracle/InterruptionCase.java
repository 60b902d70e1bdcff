package org.polyvisor.isa.s370.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program for the supervisor's state, and the interruptions it came to on Hercules. Cases stand in {@code interruptions.txt}: a line
 * {@code # name}, assembler text, and a line {@code > interruption} for each that Hercules logged. Lines {@code = interruption} say what
 * happens instead by the manual, which the comment before them quotes. {@code PRESS EXT} and {@code PRESS RESTART} stand for the
 * operator's keys.
 *
 * @param name what it shows
 * @param text assembler text, with comments
 * @param logged what Hercules logged
 * @param demanded what the manual demands; empty if it is the same
 */
public record InterruptionCase(String name, List<String> text, List<String> logged, List<String> demanded) {
    /** Where the frame writes its records, and how many there may be. */
    public static final int RECORDS = 0x8000, LENGTH = 128, MOST = 32;

    /** DIAGNOSE, by which Hercules obeys a command of its operator: two registers, X'008'. */
    public static final int OPERATOR = 0x83ef_0008;

    private static final String[] CLASSES = {"", "external", "svc", "program", "machine-check", "io", "restart"};
    private static final Map<String, Integer> KEYS = Map.of("EXT", 3, "RESTART", 7);
    private static final long LENGTH_CODE = 3L << 30, EXTENDED = 1L << 51;

    /** Copies the lists. */
    public InterruptionCase {
        text = List.copyOf(text);
        logged = List.copyOf(logged);
        demanded = List.copyOf(demanded);
    }

    /** {@return what is to happen on our machine} */
    public List<String> expected() {
        return demanded.isEmpty() ? logged : demanded;
    }

    /** {@return the same with other results} @param log from Hercules */
    public InterruptionCase with(List<String> log) {
        return new InterruptionCase(name, text, log, demanded);
    }

    // ---- text

    /** {@return the text of the frame and of the program} @throws IOException if the frame cannot be read */
    public String program() throws IOException {
        StringBuilder b = new StringBuilder(resource("frame.txt"));
        for (String line : text) b.append(line.strip().startsWith("PRESS ") ? press(line.strip().substring(6).strip()) : line + "\n");
        return b.append(" SVC 255\n").toString();
    }

    private static String press(String key) {
        String command = key.equals("EXT") ? "EXTKEY" : "RESTKEY";
        return " LA 14,%s\n LA 15,%d\n DC X'%08X'\n SR 15,15\n SR 14,14\n".formatted(command, KEYS.get(key), OPERATOR);
    }

    /** {@return all cases} @throws IOException if they cannot be read */
    public static List<InterruptionCase> all() throws IOException {
        List<InterruptionCase> all = new ArrayList<>();
        for (String block : resource("interruptions.txt").split("(?m)^# ")) {
            if (block.isBlank()) continue;
            List<String> lines = block.stripTrailing().lines().toList();
            all.add(new InterruptionCase(lines.getFirst(), lines.stream().skip(1).filter(l -> !l.matches("[>=] .*")).toList(),
                    marked(lines, "> "), marked(lines, "= ")));
        }
        return all;
    }

    private static List<String> marked(List<String> lines, String mark) {
        return lines.stream().skip(1).filter(l -> l.startsWith(mark)).map(l -> l.substring(2)).toList();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = InterruptionCase.class.getResourceAsStream(name)) {
            if (in == null) throw new IOException(name + " is missing beside class InterruptionCase");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** {@return the case as it stands in the file} */
    @Override
    public String toString() {
        StringBuilder b = new StringBuilder("# " + name + "\n");
        text.forEach(l -> b.append(l).append('\n'));
        logged.forEach(l -> b.append("> ").append(l).append('\n'));
        demanded.forEach(l -> b.append("= ").append(l).append('\n'));
        return b.toString();
    }

    // ---- results

    /**
     * Says what the frame wrote down: class, old PSW, and what is not zero of the CSW and of the locations that interruptions store in, and
     * the general registers that changed. The instruction-length code is left out where it is unpredictable.
     *
     * @param storage all storage
     * @return a line for each interruption
     */
    public static List<String> log(byte[] storage) {
        List<String> log = new ArrayList<>();
        int[] before = {0, 0x0101_0101, 0x0202_0202, 0x0303_0303, 0x0404_0404, 0x0505_0505, 0x0606_0606, 0x0707_0707, 0x0808_0808,
            0x0909_0909, 0x0a0a_0a0a, 0x3000, 0x2000, 0x0d0d_0d0d, 0, 0};
        for (int n = 0; n < MOST; n++) {
            ByteBuffer b = ByteBuffer.wrap(storage, RECORDS + n * LENGTH, LENGTH).slice();
            int type = b.getInt(0);
            if (type == 0) break;
            log.add(line(b, type, before));
        }
        return log;
    }

    private static String line(ByteBuffer b, int type, int[] before) {
        long old = b.getLong(8), csw = b.getLong(16);
        if (type != 2 && type != 3 && (old & EXTENDED) == 0) old &= ~LENGTH_CODE;
        StringBuilder line = new StringBuilder("%s %016X".formatted(CLASSES[type], old));
        if (csw != 0) line.append(" csw=%016X".formatted(csw));
        for (int i = 0; i < 36; i += 4) {
            int word = b.getInt(24 + i);
            if (word != 0) line.append(" %d=%08X".formatted(i == 32 ? 184 : 128 + i, word));
        }
        for (int i = 0; i < 16; i++) {
            int r = b.getInt(64 + 4 * i);
            if (r != before[i]) line.append(" gr%d=%08X".formatted(i, r));
            before[i] = r;
        }
        return line.toString();
    }
}
