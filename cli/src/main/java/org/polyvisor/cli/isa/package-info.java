/** What instruction sets say of themselves: registers, instructions, code, verdicts. */
@NullMarked
package org.polyvisor.cli.isa;

import org.jspecify.annotations.NullMarked;
