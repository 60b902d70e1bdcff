/** Other emulators of a PC that run the workloads. */
@NullMarked
package org.polyvisor.isa.x86lite.competitor;

import org.jspecify.annotations.NullMarked;
