/** The instructions and their meanings, by section of the SDM's volume 1, chapter 5. */
package org.polyvisor.isa.x86lite.instructions;
