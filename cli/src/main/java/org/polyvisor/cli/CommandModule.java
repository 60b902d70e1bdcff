package org.polyvisor.cli;

import com.google.inject.AbstractModule;

/** Wires the commands: the only place, with {@link Main}, that knows the injector. */
final class CommandModule extends AbstractModule {
    @Override
    protected void configure() {
        binder().requireExactBindingAnnotations();
        bind(ProgramVersion.class);
        bind(PolyvisorCommand.class);
    }
}
