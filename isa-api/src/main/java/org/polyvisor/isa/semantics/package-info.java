/** The meaning of instructions, recorded as ordered effects, register commits and one control. */
package org.polyvisor.isa.semantics;
