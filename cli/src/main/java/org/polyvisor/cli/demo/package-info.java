/** Machines of every instruction set side by side. */
@NullMarked
package org.polyvisor.cli.demo;

import org.jspecify.annotations.NullMarked;
