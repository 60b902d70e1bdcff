package org.polyvisor.isa.x86lite.oracle;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Recorded results of a processor.
 *
 * @param processor vendor, family, model and stepping
 * @param rows the cases of each row
 */
record Vectors(String processor, List<OfRow> rows) {
    private static final int FORMAT = 1;

    /** The cases of one row. @param key encoding and syntax of the row @param profile of the inputs @param cases the cases */
    record OfRow(String key, Inputs.Profile profile, List<Case> cases) {}

    /** A case. @param code the instruction @param seed of its inputs @param result what came of it */
    record Case(byte[] code, int seed, Result result) {}

    void write(OutputStream to) throws IOException {
        GZIPOutputStream zip = new GZIPOutputStream(new BufferedOutputStream(to)) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        };
        try (DataOutputStream out = new DataOutputStream(zip)) {
            out.writeInt(FORMAT);
            out.writeUTF(processor);
            out.writeInt(rows.size());
            for (OfRow row : rows) {
                out.writeUTF(row.key);
                out.writeByte(row.profile.ordinal());
                out.writeInt(row.cases.size());
                for (Case c : row.cases) write(out, c, Inputs.of(c.seed, row.profile));
            }
        }
    }

    /** Only what differs from the inputs. */
    private static void write(DataOutputStream out, Case c, Inputs in) throws IOException {
        out.writeByte(c.code.length);
        out.write(c.code);
        out.writeInt(c.seed);
        Result r = c.result;
        int mask = 0;
        for (int i = 0; i < 8; i++) if (r.registers()[i] != in.registers()[i]) mask |= 1 << i;
        out.writeByte(mask);
        for (int i = 0; i < 8; i++) if ((mask >> i & 1) != 0) out.writeInt(r.registers()[i]);
        out.writeShort(r.eflags());
        out.writeInt(r.eip() - Inputs.CODE);
        out.writeByte(r.vector());
        if (r.vector() == Result.PAGE_FAULT) {
            out.writeByte(r.error());
            out.writeInt(r.address());
        }
        out.writeShort(r.changes().length);
        for (int change : r.changes()) {
            out.writeShort(change >>> 8);
            out.writeByte(change);
        }
    }

    static Vectors read(InputStream from) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(from)))) {
            int format = in.readInt();
            if (format != FORMAT) throw new IOException("vectors of format " + format + ": this reads format " + FORMAT);
            String processor = in.readUTF();
            List<OfRow> rows = new ArrayList<>();
            for (int n = in.readInt(); n > 0; n--) {
                String key = in.readUTF();
                Inputs.Profile profile = Inputs.Profile.values()[in.readByte()];
                List<Case> cases = new ArrayList<>();
                for (int k = in.readInt(); k > 0; k--) cases.add(readCase(in, profile));
                rows.add(new OfRow(key, profile, cases));
            }
            return new Vectors(processor, rows);
        }
    }

    private static Case readCase(DataInputStream in, Inputs.Profile profile) throws IOException {
        byte[] code = in.readNBytes(in.readUnsignedByte());
        int seed = in.readInt(), mask = in.readUnsignedByte();
        int[] g = Inputs.of(seed, profile).registers().clone();
        for (int i = 0; i < 8; i++) if ((mask >> i & 1) != 0) g[i] = in.readInt();
        int flags = in.readUnsignedShort(), eip = in.readInt() + Inputs.CODE, vector = in.readByte();
        int error = vector == Result.PAGE_FAULT ? in.readByte() : 0, address = vector == Result.PAGE_FAULT ? in.readInt() : 0;
        int[] changes = new int[in.readUnsignedShort()];
        for (int i = 0; i < changes.length; i++) changes[i] = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        return new Case(code, seed, new Result(g, flags, eip, vector, error, address, changes));
    }
}
