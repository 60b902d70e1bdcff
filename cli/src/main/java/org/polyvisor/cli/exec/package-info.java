/** Cases, one JSON object a line, and their results: runs for programs to read. */
@NullMarked
package org.polyvisor.cli.exec;

import org.jspecify.annotations.NullMarked;
