package org.polyvisor.cli.bench;

import java.util.OptionalDouble;

/**
 * How often a virtual processor left its host for one cause, and what that cost.
 *
 * @param cause as {@link org.polyvisor.hypervisor.Ledger.Cause} names it, in lower case
 * @param count how often
 * @param nanoseconds on the wall, on average of a sample; nothing if none was timed
 */
record ExitCost(String cause, long count, OptionalDouble nanoseconds) {}
