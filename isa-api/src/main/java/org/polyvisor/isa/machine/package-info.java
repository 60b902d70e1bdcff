/** Storage, interruptions and the exits that end a run. */
package org.polyvisor.isa.machine;
