package org.polyvisor.isa.s370.oracle;

import java.util.List;

/**
 * Cases and what Hercules made of them.
 *
 * @param hercules the version of Hercules
 * @param seed the seed that the cases came from
 * @param megabytes the size of storage in mebibytes
 * @param vectors the cases with their results
 */
public record Vectors(String hercules, long seed, int megabytes, List<Vector> vectors) {

    /**
     * A case with its result.
     *
     * @param before the case
     * @param after its result
     */
    public record Vector(HerculesCase before, HerculesResult after) {}

    /** Copies the list. */
    public Vectors {
        vectors = List.copyOf(vectors);
    }
}
