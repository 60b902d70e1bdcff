/** Registers, segments, the stack and exceptions of an IA-32 processor. */
package org.polyvisor.isa.x86lite.state;
