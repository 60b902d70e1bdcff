/** The engine: a processor that runs decoded instructions over storage, exactly as many as it is asked to. */
package org.polyvisor.hypervisor.engine;
