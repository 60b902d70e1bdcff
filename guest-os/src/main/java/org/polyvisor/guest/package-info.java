/** The portable guest operating system: it knows no instruction set. */
package org.polyvisor.guest;
