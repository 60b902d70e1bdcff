/** The polyvisor command and its composition root. */
package org.polyvisor.cli;
