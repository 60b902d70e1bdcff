/** Instruction rows in the notation of the manual, with the decoder and encoder derived from them. */
package org.polyvisor.isa.code;
