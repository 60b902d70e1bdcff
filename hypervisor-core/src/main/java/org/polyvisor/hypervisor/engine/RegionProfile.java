package org.polyvisor.hypervisor.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a translated region has done so far: a hint to whoever wants to know where a program spends its time.
 *
 * @param pc where it begins
 * @param instructions that it covers
 * @param bytes of code of the host's machine
 * @param entered how often
 * @param completed guest instructions in it
 * @param left how often and where to: an address as eight hexadecimal digits for a jump or a fall out of it, {@code computed} for
 *     jumps to computed addresses, {@code unsuited} for what it leaves to the interpreter; ways never taken are left out, and what
 *     is missing to {@code entered} ended with an interruption
 */
public record RegionProfile(int pc, int instructions, int bytes, long entered, long completed, Map<String, Long> left) {

    /** Copies the map. */
    public RegionProfile {
        left = Collections.unmodifiableMap(new LinkedHashMap<>(left));
    }
}
