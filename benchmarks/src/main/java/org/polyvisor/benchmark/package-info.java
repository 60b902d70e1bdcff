/** How long parts of the engine take, on every instruction set that is found: JMH benchmarks. Not null-marked: JMH fills in fields. */
package org.polyvisor.benchmark;
