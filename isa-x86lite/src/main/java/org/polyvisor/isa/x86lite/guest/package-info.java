/** The guest operating system's port: code, traps and paging of IA-32 in flat 32-bit protected mode. */
package org.polyvisor.isa.x86lite.guest;
