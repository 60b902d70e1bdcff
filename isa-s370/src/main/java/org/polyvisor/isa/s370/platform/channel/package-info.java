/** Channels and subchannels; Principles of Operation, "Input/Output Operations". */
package org.polyvisor.isa.s370.platform.channel;
