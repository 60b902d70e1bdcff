/** Machines: one with its console on the terminal, in a pipe, or in the hands of a script; or the virtual machines of a directory file. */
@NullMarked
package org.polyvisor.cli.run;

import org.jspecify.annotations.NullMarked;
