/** The guest operating system's port to System/370: basic-control mode, storage keys, console 1052 at 01F. */
package org.polyvisor.isa.s370.guest;
