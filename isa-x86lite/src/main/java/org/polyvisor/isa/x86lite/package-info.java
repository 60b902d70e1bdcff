/** The IA-32 instruction set, by chapter of the SDM. */
package org.polyvisor.isa.x86lite;
