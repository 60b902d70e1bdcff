/** What every instruction set must satisfy, as tests that its module extends. */
package org.polyvisor.testkit;
