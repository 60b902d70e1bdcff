package org.polyvisor.cli;

import jakarta.inject.Inject;
import picocli.CommandLine.IVersionProvider;

/** The version of the program, as its module records it. */
final class ProgramVersion implements IVersionProvider {
    @Inject
    ProgramVersion() {}

    @Override
    public String[] getVersion() {
        String version = Main.class.getModule().getDescriptor().rawVersion().orElse("unversioned");
        return new String[] {"polyvisor " + version, "Java " + Runtime.version()};
    }
}
