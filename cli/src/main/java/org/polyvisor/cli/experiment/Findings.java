package org.polyvisor.cli.experiment;

import java.util.List;
import org.polyvisor.cli.output.Table;

/**
 * What an experiment found on one instruction set.
 *
 * @param claims with their measurements
 * @param tables what happened, for people
 * @param notes what a reader should know, a sentence each
 */
record Findings(List<Claim> claims, List<Titled> tables, List<String> notes) {

    /** A table with its title. */
    record Titled(String title, Table table) {}

    boolean hold() {
        return claims.stream().allMatch(Claim::holds);
    }
}
