package org.polyvisor.isa.s370.oracle;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the files of vectors anew: the entry point is {@link #main}. It needs Hercules, and takes a few seconds.
 *
 * <p>There are two files: {@code general.vectors} for 8 MiB of storage, where addressing exceptions are, and {@code wrap.vectors} for 16
 * MiB, where the operands go on at location 0. To run it after {@code mvn test-compile}, from the directory of this module:
 *
 * <pre>java -cp target/test-classes org.polyvisor.isa.s370.oracle.VectorGeneration src/test/resources/org/polyvisor/isa/s370/oracle</pre>
 */
public final class VectorGeneration {
    /** Cases an instruction with 8 MiB. */
    public static final int GENERAL = 260;
    /** Cases an instruction with 16 MiB. */
    public static final int WRAP = 20;

    private static final long SEED = 370_158;
    private static final int SHARE_OF_EXECUTE = 8;

    private VectorGeneration() {}

    /**
     * Makes the files.
     *
     * @param arguments the directory to write to; perhaps a seed
     * @throws IOException if Hercules cannot be run, or a file not be written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 2) throw new IllegalArgumentException("give the directory, and perhaps a seed");
        Path directory = Path.of(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : SEED;
        Hercules hercules = Hercules.find().orElseThrow(() -> new IOException("Hercules is not installed"));
        write(vectors(hercules, seed, 8, GENERAL), directory.resolve("general.vectors"));
        write(vectors(hercules, seed, 16, WRAP), directory.resolve("wrap.vectors"));
    }

    /**
     * Makes vectors.
     *
     * @param hercules what executes them
     * @param seed where the random numbers come from
     * @param megabytes size of storage
     * @param count how many an instruction; EXECUTE gets more
     * @return the vectors, without those that the interval timer had to end
     * @throws IOException if Hercules cannot be run
     */
    public static Vectors vectors(Hercules hercules, long seed, int megabytes, int count) throws IOException {
        CaseGenerator generator = new CaseGenerator(seed, megabytes << 20);
        List<HerculesCase> cases = new ArrayList<>();
        for (Operation o : Operation.ALL)
            for (int i = o.mnemonic().equals("EX") ? count * SHARE_OF_EXECUTE : count; i > 0; i--) cases.add(generator.next(o));
        List<HerculesResult> results = hercules.run(cases, megabytes);
        List<Vectors.Vector> vectors = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++)
            if (results.get(i).ending() != HerculesResult.Ending.EXTERNAL) vectors.add(new Vectors.Vector(cases.get(i), results.get(i)));
        return new Vectors(hercules.version(), seed, megabytes, vectors);
    }

    private static void write(Vectors vectors, Path file) throws IOException {
        VectorFile.write(vectors, new BufferedOutputStream(Files.newOutputStream(file)));
    }
}
