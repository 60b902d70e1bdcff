/** The devices of a personal computer and the ways to boot it. */
package org.polyvisor.isa.x86lite.platform;
