/** Scenarios that show on running machines what is claimed of them, with numbers. */
@NullMarked
package org.polyvisor.cli.experiment;

import org.jspecify.annotations.NullMarked;
