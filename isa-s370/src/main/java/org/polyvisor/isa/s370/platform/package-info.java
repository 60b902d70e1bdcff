/** The input/output system, initial program loading, and how a run ends. */
package org.polyvisor.isa.s370.platform;
