package org.polyvisor.isa.s370.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The installed Hercules, as a System/370 in BC mode that runs our driver (src/test/hercules/driver.s) over tables of cases, or programs
 * of their own.
 */
public final class Hercules {
    private static final int IN_ONE_RUN = 6_000;
    private static final int SECONDS = 60;
    private static final int PROGRAM_STORAGE = 2 << 20, PROGRAM_SECONDS = 20, AT_ONCE = 16;
    private static final String PROGRAM_DEVICES = "DIAG8CMD ENABLE\n000C 3505\n001F 1052-C\n";
    private static final int PARAMETERS = 0x200;
    private static final int TABLE = 0x10100;
    private static final int LONGEST_RESULT = 160 + (CaseStorage.FIRST_LENGTH + CaseStorage.END_LENGTH) * 2;
    private static final String DONE = "000D0E";
    private static final String VERSION = "Hercules Version ";

    private final String version;

    private Hercules(String version) {
        this.version = version;
    }

    /** {@return the installed Hercules; nothing if there is none} */
    public static Optional<Hercules> find() {
        try {
            Process p = new ProcessBuilder("hercules", "--version").redirectErrorStream(true).start();
            p.getOutputStream().close();
            try (BufferedReader messages = p.inputReader()) {
                return messages.lines().filter(l -> l.startsWith(VERSION)).map(l -> new Hercules(l.substring(VERSION.length())
                        .strip())).findFirst();
            }
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** {@return its version, such as 3.13} */
    public String version() {
        return version;
    }

    /**
     * Executes cases.
     *
     * @param cases what to execute
     * @param megabytes size of storage in mebibytes, 2 to 16
     * @return a result for each case
     * @throws IOException if Hercules cannot be run, or did not end as it should
     */
    public List<HerculesResult> run(List<HerculesCase> cases, int megabytes) throws IOException {
        List<HerculesResult> all = new ArrayList<>();
        for (int i = 0; i < cases.size(); i += IN_ONE_RUN)
            all.addAll(runOnce(cases.subList(i, Math.min(i + IN_ONE_RUN, cases.size())), megabytes << 20));
        return all;
    }

    private List<HerculesResult> runOnce(List<HerculesCase> cases, int storage) throws IOException {
        try (HerculesSession session = new HerculesSession(storage, SECONDS, "000C 3505\n")) {
            ByteBuffer after = ByteBuffer.wrap(session.run(core(cases, storage), DONE, storage));
            after.position(after.getInt(PARAMETERS + 8));
            List<HerculesResult> results = new ArrayList<>();
            for (int i = 0; i < cases.size(); i++) results.add(result(after));
            if (after.position() != after.getInt(PARAMETERS + 20)) throw new IOException("the results end elsewhere than the driver says");
            return results;
        }
    }

    /**
     * Runs programs in supervisor state, each from a restart to the disabled wait state with address D0E.
     *
     * @param images storage from location 0, for each program
     * @param length how much of storage is wanted
     * @return storage after each program
     * @throws IOException if Hercules cannot be run, or a program ended elsewhere
     */
    public List<byte[]> boot(List<byte[]> images, int length) throws IOException {
        List<String> failed = Collections.synchronizedList(new ArrayList<>());
        List<byte[]> all = new ArrayList<>(Collections.nCopies(images.size(), new byte[0]));
        try (ExecutorService several = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int n = 0; n < images.size(); n++) {
                int i = n;
                several.execute(() -> {
                    try (HerculesSession session = new HerculesSession(PROGRAM_STORAGE, PROGRAM_SECONDS, PROGRAM_DEVICES)) {
                        all.set(i, session.run(images.get(i), DONE, length));
                    } catch (IOException e) {
                        failed.add("program " + i + ": " + e.getMessage());
                    }
                });
            }
        }
        if (!failed.isEmpty()) throw new IOException(String.join("\n", failed));
        return all;
    }

    // ---- the core image

    private static byte[] core(List<HerculesCase> cases, int storage) throws IOException {
        ByteBuffer b = ByteBuffer.allocate(storage);
        try (InputStream driver = Hercules.class.getResourceAsStream("driver.hex")) {
            if (driver == null) throw new IOException("driver.hex is missing beside class Hercules");
            b.put(HexFormat.of().parseHex(new String(driver.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "")));
        }
        b.position(TABLE);
        for (HerculesCase c : cases) put(b, c, storage);
        int results = (b.position() + 7) & -8, end = storage - CaseStorage.END_LENGTH;
        b.putInt(PARAMETERS, cases.size()).putInt(PARAMETERS + 4, TABLE).putInt(PARAMETERS + 8, results);
        b.putInt(PARAMETERS + 12, end - LONGEST_RESULT).putInt(PARAMETERS + 16, end);
        return Arrays.copyOf(b.array(), results);
    }

    private static void put(ByteBuffer b, HerculesCase c, int storage) {
        int start = b.position();
        b.putShort((short) 0).putShort((short) c.storage().size()).put(c.keys()).putShort((short) 0).putLong(c.psw())
                .putInt(c.monitorMasks());
        for (int r : c.registers()) b.putInt(r);
        for (StoragePiece p : c.storage()) {
            if (!CaseStorage.contains(p, storage)) throw new IllegalArgumentException(c.row() + ": not in the case areas: " + p);
            b.putInt(p.address()).putShort((short) p.bytes().length).put(p.bytes());
        }
        while ((b.position() & 3) != 0) b.put((byte) 0);
        if (b.position() - start > Short.MAX_VALUE) throw new IllegalArgumentException(c.row() + ": the case is too long");
        b.putShort(start, (short) (b.position() - start));
    }

    private static HerculesResult result(ByteBuffer b) {
        int end = b.position() + (b.getShort() & 0xffff);
        HerculesResult.Ending ending = HerculesResult.Ending.values()[b.getShort()];
        int[] registers = new int[16];
        for (int i = 0; i < 16; i++) registers[i] = b.getInt();
        long external = b.getLong(), supervisor = b.getLong(), program = b.getLong();
        byte[] assigned = bytes(b, CaseStorage.ASSIGNED_LENGTH), low = bytes(b, CaseStorage.LOW_LENGTH), keys = bytes(b,
                CaseStorage.BLOCKS);
        List<StoragePiece> changes = new ArrayList<>();
        for (int n = b.getShort() & 0xffff; n > 0; n--) add(changes, new StoragePiece(b.getInt(), bytes(b, 4)));
        if (b.position() != end) throw new IllegalStateException("a result has not the length that it says");
        return new HerculesResult(ending, registers, external, supervisor, program, assigned, low, keys, changes);
    }

    /** Words that follow each other make one piece. */
    private static void add(List<StoragePiece> pieces, StoragePiece word) {
        StoragePiece last = pieces.isEmpty() ? word : pieces.getLast();
        if (last.address() + last.bytes().length != word.address()) {
            pieces.add(word);
            return;
        }
        byte[] longer = Arrays.copyOf(last.bytes(), last.bytes().length + 4);
        System.arraycopy(word.bytes(), 0, longer, last.bytes().length, 4);
        pieces.set(pieces.size() - 1, new StoragePiece(last.address(), longer));
    }

    private static byte[] bytes(ByteBuffer b, int length) {
        byte[] bytes = new byte[length];
        b.get(bytes);
        return bytes;
    }
}
