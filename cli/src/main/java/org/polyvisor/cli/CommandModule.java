package org.polyvisor.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import org.polyvisor.cli.bench.BenchCommand;
import org.polyvisor.cli.bench.CompareCommand;
import org.polyvisor.cli.demo.DemoCommand;
import org.polyvisor.cli.exec.ExecCommand;
import org.polyvisor.cli.experiment.ExperimentCommand;
import org.polyvisor.cli.guest.GuestBuildCommand;
import org.polyvisor.cli.guest.GuestCommand;
import org.polyvisor.cli.guest.GuestListCommand;
import org.polyvisor.cli.guest.GuestRunCommand;
import org.polyvisor.cli.isa.ClassifyCommand;
import org.polyvisor.cli.isa.AssembleCommand;
import org.polyvisor.cli.isa.DisassembleCommand;
import org.polyvisor.cli.isa.IsaCommand;
import org.polyvisor.cli.isa.ListCommand;
import org.polyvisor.cli.isa.ShowCommand;
import org.polyvisor.cli.option.HostStreams;
import org.polyvisor.cli.option.InstructionSets;
import org.polyvisor.cli.run.HostCommand;
import org.polyvisor.cli.run.RunCommand;

/** Wires the commands: the only place, with {@link Main}, that knows the injector. */
final class CommandModule extends AbstractModule {
    private final HostStreams streams;

    CommandModule(HostStreams streams) {
        this.streams = streams;
    }

    @Override
    protected void configure() {
        binder().requireExactBindingAnnotations();
        binder().requireExplicitBindings();
        bind(ProgramVersion.class);
        bind(HostStreams.class).toInstance(streams);
        bind(InstructionSets.class).in(Singleton.class);
        bind(PolyvisorCommand.class);
        bind(DemoCommand.class);
        bind(LaterCommands.Test.class);
        bind(RunCommand.class);
        bind(ExecCommand.class);
        bind(HostCommand.class);
        bind(GuestCommand.class);
        bind(GuestListCommand.class);
        bind(GuestBuildCommand.class);
        bind(GuestRunCommand.class);
        bind(IsaCommand.class);
        bind(ListCommand.class);
        bind(ShowCommand.class);
        bind(DisassembleCommand.class);
        bind(AssembleCommand.class);
        bind(ClassifyCommand.class);
        bind(CompareCommand.class);
        bind(ExperimentCommand.class);
        bind(BenchCommand.class);
        bind(LaterCommands.Maven.class);
    }
}
