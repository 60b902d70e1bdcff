package org.polyvisor.isa.platform;

import java.util.List;
import java.util.Map;
import org.polyvisor.isa.UsageException;

/** Devices and ways to boot that an instruction set brings along. */
public interface PlatformType {

    /** {@return the options it understands} */
    List<BootOption> options();

    /**
     * Makes the devices of one machine.
     *
     * @param host the machine
     * @param options values by option name, in the order given
     * @return the platform
     * @throws UsageException if a value is unusable
     */
    Platform create(PlatformHost host, Map<String, List<String>> options) throws UsageException;

    /**
     * {@return the options of a machine that does the same but leaves nothing behind on the host: files that it would write stay as they
     * are}
     *
     * @param options values by option name, as {@link #create} takes them
     */
    default Map<String, List<String>> withoutTrace(Map<String, List<String>> options) {
        return options;
    }

    /**
     * {@return the platform of a machine without devices}
     *
     * @param host the machine
     */
    Platform bare(PlatformHost host);
}
