package org.polyvisor.isa.s370.oracle;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The file form of {@link Vectors}: eight bytes that name the form, then everything deflated. Only what differs is written: a general
 * register before a case if it is not {@link #register}, after it if the case changed it; words and bytes of the other fields if they
 * are not what they are in most cases. A mask in front says which are there.
 */
public final class VectorFile {
    private static final long FORM = 0x5056_5333_3730_0001L; // "PVS370", form 1

    private VectorFile() {}

    /** {@return what a general register holds if a case does not care} @param n its number */
    public static int register(int n) {
        return 0x0101_0101 * n;
    }

    /**
     * Writes.
     *
     * @param vectors what
     * @param to where; closed
     * @throws IOException if it cannot be written
     */
    public static void write(Vectors vectors, OutputStream to) throws IOException {
        Deflater best = new Deflater(Deflater.BEST_COMPRESSION);
        try (to) {
            new DataOutputStream(to).writeLong(FORM);
            try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(to, best, 1 << 16))) {
                out.writeUTF(vectors.hercules());
                out.writeLong(vectors.seed());
                out.writeInt(vectors.megabytes());
                out.writeInt(vectors.vectors().size());
                for (Vectors.Vector v : vectors.vectors()) {
                    write(out, v.before());
                    write(out, v.after(), v.before());
                }
            }
        } finally {
            best.end();
        }
    }

    /**
     * Reads.
     *
     * @param from what {@link #write} wrote; closed
     * @return the vectors
     * @throws IOException if it cannot be read, or is in another form
     */
    public static Vectors read(InputStream from) throws IOException {
        try (from) {
            if (new DataInputStream(from)
                    .readLong() != FORM) throw new IOException("this is no file of System/370 vectors in the present form");
            DataInputStream in = new DataInputStream(new InflaterInputStream(from));
            String hercules = in.readUTF();
            long seed = in.readLong();
            int megabytes = in.readInt();
            List<Vectors.Vector> vectors = new ArrayList<>();
            for (int n = in.readInt(); n > 0; n--) {
                HerculesCase before = readCase(in);
                vectors.add(new Vectors.Vector(before, readResult(in, before)));
            }
            return new Vectors(hercules, seed, megabytes, vectors);
        }
    }

    // ---- cases

    private static void write(DataOutputStream out, HerculesCase c) throws IOException {
        out.writeUTF(c.row());
        out.writeLong(c.psw());
        registers(out, c.registers(), defaults());
        out.writeInt(c.monitorMasks());
        bytes(out, c.keys());
        pieces(out, c.storage());
    }

    private static HerculesCase readCase(DataInputStream in) throws IOException {
        return new HerculesCase(in.readUTF(), in.readLong(), registers(in, defaults()), in.readInt(), bytes(in, CaseStorage.BLOCKS),
                pieces(in));
    }

    // ---- results

    private static void write(DataOutputStream out, HerculesResult r, HerculesCase c) throws IOException {
        out.writeByte(r.ending().ordinal());
        registers(out, r.registers(), c.registers());
        long[] old = {r.externalOld(), r.supervisorOld(), r.programOld()};
        int mask = 0;
        for (int i = 0; i < 3; i++) if (old[i] != 0) mask |= 1 << i;
        out.writeByte(mask);
        for (long psw : old) if (psw != 0) out.writeLong(psw);
        bytes(out, r.assigned());
        bytes(out, r.low());
        bytes(out, r.keys());
        pieces(out, r.changes());
    }

    private static HerculesResult readResult(DataInputStream in, HerculesCase c) throws IOException {
        HerculesResult.Ending ending = HerculesResult.Ending.values()[in.readByte()];
        int[] registers = registers(in, c.registers());
        int mask = in.readByte();
        long[] old = new long[3];
        for (int i = 0; i < 3; i++) if ((mask & 1 << i) != 0) old[i] = in.readLong();
        return new HerculesResult(ending, registers, old[0], old[1], old[2], bytes(in, CaseStorage.ASSIGNED_LENGTH),
                bytes(in, CaseStorage.LOW_LENGTH), bytes(in, CaseStorage.BLOCKS), pieces(in));
    }

    // ---- parts

    private static int[] defaults() {
        int[] d = new int[16];
        Arrays.setAll(d, VectorFile::register);
        return d;
    }

    private static void registers(DataOutputStream out, int[] registers, int[] usual) throws IOException {
        int mask = 0;
        for (int i = 0; i < 16; i++) if (registers[i] != usual[i]) mask |= 1 << i;
        out.writeShort(mask);
        for (int i = 0; i < 16; i++) if (registers[i] != usual[i]) out.writeInt(registers[i]);
    }

    private static int[] registers(DataInputStream in, int[] usual) throws IOException {
        int[] registers = usual.clone();
        int mask = in.readUnsignedShort();
        for (int i = 0; i < 16; i++) if ((mask & 1 << i) != 0) registers[i] = in.readInt();
        return registers;
    }

    /** At most 32 bytes, most of them zeros. */
    private static void bytes(DataOutputStream out, byte[] b) throws IOException {
        int mask = 0;
        for (int i = 0; i < b.length; i++) if (b[i] != 0) mask |= 1 << i;
        out.writeInt(mask);
        for (byte each : b) if (each != 0) out.writeByte(each);
    }

    private static byte[] bytes(DataInputStream in, int length) throws IOException {
        byte[] b = new byte[length];
        int mask = in.readInt();
        for (int i = 0; i < length; i++) if ((mask & 1 << i) != 0) b[i] = in.readByte();
        return b;
    }

    private static void pieces(DataOutputStream out, List<StoragePiece> pieces) throws IOException {
        out.writeShort(pieces.size());
        for (StoragePiece p : pieces) {
            out.writeInt(p.address());
            out.writeShort(p.bytes().length);
            out.write(p.bytes());
        }
    }

    private static List<StoragePiece> pieces(DataInputStream in) throws IOException {
        List<StoragePiece> pieces = new ArrayList<>();
        for (int n = in.readUnsignedShort(); n > 0; n--) {
            int address = in.readInt();
            byte[] bytes = new byte[in.readUnsignedShort()];
            in.readFully(bytes);
            pieces.add(new StoragePiece(address, bytes));
        }
        return pieces;
    }
}
