/** What the commands take: values of options, files, instruction sets. */
@NullMarked
package org.polyvisor.cli.option;

import org.jspecify.annotations.NullMarked;
