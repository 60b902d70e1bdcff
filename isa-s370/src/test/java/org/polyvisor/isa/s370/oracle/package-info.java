/** The oracle for System/370 instructions: cases that Hercules executed, and what they left behind. It knows nothing of the engine. */
package org.polyvisor.isa.s370.oracle;
