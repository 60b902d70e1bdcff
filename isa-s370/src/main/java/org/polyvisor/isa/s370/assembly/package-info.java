/** Assembler text of System/370; GC33-4010, "OS/VS – DOS/VS – VM/370 Assembler Language". */
package org.polyvisor.isa.s370.assembly;
