/** How long parts of the engine take, on every instruction set that is found: JMH benchmarks. */
@NullMarked
package org.polyvisor.benchmark;

import org.jspecify.annotations.NullMarked;
