/**
 * The guest operating system: its guests by name, what they are built of, what they print. It knows no instruction set; each supplies a
 * {@link org.polyvisor.isa.guest.GuestPort}.
 */
@NullMarked
package org.polyvisor.guest;

import org.jspecify.annotations.NullMarked;
