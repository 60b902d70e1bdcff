package org.polyvisor.isa.s370;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.UsageException;
import org.polyvisor.testkit.RowContract;

@DisplayName("The rows of System/370")
class RowTest extends RowContract {
    private final Architecture architecture = make();

    private static Architecture make() {
        try {
            return new S370().architecture("s370");
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Architecture architecture() {
        return architecture;
    }

    @Override
    protected List<Setting> settings() {
        return List.of(new Setting("any mode", architecture.registers().mode(0), ""));
    }

    @Override
    protected String origin(int address) {
        return " ORG " + address;
    }

    @Override
    protected String line(String text) {
        return " " + text;
    }
}
