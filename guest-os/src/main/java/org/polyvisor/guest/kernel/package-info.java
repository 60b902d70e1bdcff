/**
 * The kernel of the guest operating system, in the compiler's subset of Java. It runs to completion: {@code boot} and {@code trap} are
 * entered with interruptions masked and return the register context to go on with. Begin at {@link org.polyvisor.guest.kernel.Kernel}.
 */
@NullMarked
package org.polyvisor.guest.kernel;

import org.jspecify.annotations.NullMarked;
