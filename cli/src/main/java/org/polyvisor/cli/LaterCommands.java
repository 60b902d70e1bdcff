package org.polyvisor.cli;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.polyvisor.isa.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Commands that only a source tree has. */
@SuppressWarnings("unused") // arguments are understood, and not used yet
final class LaterCommands {
    private LaterCommands() {}

    /** A command that says why it cannot be executed. */
    private abstract static class Later implements Callable<Integer> {
        private final String why;

        @Unmatched
        private List<String> arguments = new ArrayList<>();

        Later(String why) {
            this.why = why;
        }

        @Override
        public Integer call() throws UsageException {
            throw new UsageException(why);
        }
    }

    /** What the launcher does. */
    @Command(name = "test", description = "Build everything and run all tests (what 'mvn verify' runs).")
    static final class Test extends Later {
        @Inject
        Test() {
            super("tests need the source tree: there, its launcher './polyvisor test' runs them");
        }
    }

    /** What the launcher does. */
    @Command(name = "mvn", description = "Run Maven with the JDK that the launcher found.")
    static final class Maven extends Later {
        @Inject
        Maven() {
            super("Maven needs the source tree: there, its launcher './polyvisor mvn …' runs it");
        }
    }
}
