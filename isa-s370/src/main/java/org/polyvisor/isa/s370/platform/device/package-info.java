/** Input/output devices with their control units. */
package org.polyvisor.isa.s370.platform.device;
