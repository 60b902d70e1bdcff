/** The composition root: the polyvisor command. It names no instruction set; service binding finds them. */
@SuppressWarnings("requires-automatic") // Guice 7 is an automatic module
module org.polyvisor.cli {
    requires com.fasterxml.jackson.core;
    requires com.google.common; // Guice is an automatic module: nothing else would resolve it
    requires com.google.guice;
    requires info.picocli;
    requires jakarta.inject;
    requires java.logging;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires org.polyvisor.guest;
    requires org.polyvisor.hypervisor;
    requires org.polyvisor.isa;
    requires org.slf4j;

    uses org.polyvisor.isa.InstructionSet;

    opens org.polyvisor.cli to
            com.google.guice,
            info.picocli;
    opens org.polyvisor.cli.bench to
            com.google.guice,
            info.picocli;
    opens org.polyvisor.cli.demo to
            com.google.guice,
            info.picocli;
    opens org.polyvisor.cli.exec to
            com.google.guice,
            info.picocli;
    opens org.polyvisor.cli.experiment to
            com.google.guice,
            info.picocli;
    opens org.polyvisor.cli.guest to
            com.google.guice,
            info.picocli;
    opens org.polyvisor.cli.isa to
            com.google.guice,
            info.picocli;
    opens org.polyvisor.cli.option to
            com.google.guice,
            info.picocli;
    opens org.polyvisor.cli.run to
            com.google.guice,
            info.picocli;
}
