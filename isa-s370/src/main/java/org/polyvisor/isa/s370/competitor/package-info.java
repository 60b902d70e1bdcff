/** Other emulators of a System/370 that run the workloads. */
@NullMarked
package org.polyvisor.isa.s370.competitor;

import org.jspecify.annotations.NullMarked;
