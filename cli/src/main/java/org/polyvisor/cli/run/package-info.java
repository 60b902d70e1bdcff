/** One machine with its console on the terminal, in a pipe, or in the hands of a script. */
@NullMarked
package org.polyvisor.cli.run;

import org.jspecify.annotations.NullMarked;
