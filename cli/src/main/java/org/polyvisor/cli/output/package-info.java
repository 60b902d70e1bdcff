/** What the commands print: JSON, tables, text of guests. */
@NullMarked
package org.polyvisor.cli.output;

import org.jspecify.annotations.NullMarked;
