/** The hypervisor: it knows no instruction set. */
package org.polyvisor.hypervisor;
