/** The System/360 and System/370 instruction set, by chapter of the Principles of Operation. */
package org.polyvisor.isa.s370;
