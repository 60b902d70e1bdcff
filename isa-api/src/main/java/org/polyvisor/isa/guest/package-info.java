/**
 * What an instruction set supplies so that the guest operating system, and programs written in its subset of Java, run on it: a lowering
 * of the intermediate form, the hooks that must be assembler text, and the storage layout.
 */
@NullMarked
package org.polyvisor.isa.guest;

import org.jspecify.annotations.NullMarked;
