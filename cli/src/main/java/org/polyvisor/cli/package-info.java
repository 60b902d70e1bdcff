/** The polyvisor command and its composition root. */
@NullMarked
package org.polyvisor.cli;

import org.jspecify.annotations.NullMarked;
