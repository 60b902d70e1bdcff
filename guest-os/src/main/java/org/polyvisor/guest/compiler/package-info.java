/** The compiler of the guest operating system: class files in, an assembled image out. It knows no instruction set. */
@NullMarked
package org.polyvisor.guest.compiler;

import org.jspecify.annotations.NullMarked;
