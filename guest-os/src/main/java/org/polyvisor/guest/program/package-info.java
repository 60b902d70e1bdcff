/** Programs of the guest operating system, in the compiler's subset of Java. Each has a method {@code int main()}. */
@NullMarked
package org.polyvisor.guest.program;

import org.jspecify.annotations.NullMarked;
