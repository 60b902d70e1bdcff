/** Devices, host backends and boot methods that an instruction set contributes. */
package org.polyvisor.isa.platform;
