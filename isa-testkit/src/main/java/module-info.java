/** What an instruction set must satisfy, as tests that its author extends. */
module org.polyvisor.testkit {
    requires java.logging;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;
    requires transitive org.polyvisor.guest;
    requires transitive org.polyvisor.hypervisor;
    requires transitive org.polyvisor.isa;

    exports org.polyvisor.testkit;
}
