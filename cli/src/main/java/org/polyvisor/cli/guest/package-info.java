/** Guests of the guest operating system: those that come along, and users' programs. */
@NullMarked
package org.polyvisor.cli.guest;

import org.jspecify.annotations.NullMarked;
