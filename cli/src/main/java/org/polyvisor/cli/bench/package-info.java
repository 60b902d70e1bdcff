/** Programs that print a checksum, and how fast they run. */
@NullMarked
package org.polyvisor.cli.bench;

import org.jspecify.annotations.NullMarked;
