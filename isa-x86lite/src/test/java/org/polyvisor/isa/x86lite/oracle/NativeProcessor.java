package org.polyvisor.isa.x86lite.oracle;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processor that this runs on, through the program that {@code src/test/native/build.sh} builds. */
final class NativeProcessor {
    private static final int CODE_BYTES = 16;
    private static final int CASE_BYTES = CODE_BYTES + 4 * 10;
    private static final int RESULT_BYTES = 4 * 14;

    private final Path program;

    NativeProcessor(Path program) {
        this.program = program;
    }

    /** Vendor, family, model and stepping. */
    String name() throws IOException {
        Process p = new ProcessBuilder(program.toString(), "--processor").start();
        return new String(p.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    }

    /** Executes each instruction with its inputs. */
    List<Result> run(List<byte[]> code, List<Inputs> inputs) throws IOException, InterruptedException {
        Process p = new ProcessBuilder(program.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Thread writer = Thread.ofVirtual().start(() -> write(p, code, inputs));
        List<Result> results = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(p.getInputStream()))) {
            for (int i = 0; i < code.size(); i++) results.add(read(in));
        }
        writer.join();
        if (p.waitFor() != 0) throw new IOException(program + " ended with " + p.exitValue());
        return results;
    }

    private static void write(Process p, List<byte[]> code, List<Inputs> inputs) {
        try (OutputStream out = new BufferedOutputStream(p.getOutputStream())) {
            for (int i = 0; i < code.size(); i++) {
                ByteBuffer b = ByteBuffer.allocate(CASE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                b.put(code.get(i)).position(CODE_BYTES);
                for (int r : inputs.get(i).registers()) b.putInt(r);
                b.putInt(inputs.get(i).eflags()).putInt(inputs.get(i).window());
                out.write(b.array());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result read(DataInputStream in) throws IOException {
        ByteBuffer b = ByteBuffer.wrap(in.readNBytes(RESULT_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        int[] g = new int[8];
        for (int i = 0; i < 8; i++) g[i] = b.getInt();
        int flags = b.getInt() & Inputs.FLAGS, eip = b.getInt(), vector = b.getInt(), error = b.getInt(), address = b.getInt();
        int[] changes = new int[b.getInt()];
        for (int i = 0; i < changes.length; i++) changes[i] = in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16 | in.readUnsignedByte();
        return new Result(g, flags, eip, vector, error, address, changes);
    }
}
