/** The instruction-set SPI: what an instruction set says of itself. */
package org.polyvisor.isa;
