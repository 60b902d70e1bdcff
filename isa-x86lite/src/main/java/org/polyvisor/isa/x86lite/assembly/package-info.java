/** Assembler text of IA-32 in Intel syntax. */
package org.polyvisor.isa.x86lite.assembly;
