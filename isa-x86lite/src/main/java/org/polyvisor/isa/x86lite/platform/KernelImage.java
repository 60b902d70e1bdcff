package org.polyvisor.isa.x86lite.platform;

import java.util.List;

/**
 * What there is to load of a kernel.
 *
 * @param segments what goes to memory, at physical addresses
 * @param entry physical address of its first instruction
 */
record KernelImage(List<LoadSegment> segments, long entry) {}
