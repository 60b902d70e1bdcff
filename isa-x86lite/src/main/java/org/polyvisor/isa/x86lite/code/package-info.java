/** Rows in the notation of the SDM, and how prefixes, ModR/M bytes and operands lie in the code. */
package org.polyvisor.isa.x86lite.code;
