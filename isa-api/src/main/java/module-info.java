/** The instruction-set SPI. */
module org.polyvisor.isa {
    requires transitive jakarta.inject;

    exports org.polyvisor.isa;
    exports org.polyvisor.isa.assembly;
    exports org.polyvisor.isa.code;
    exports org.polyvisor.isa.machine;
    exports org.polyvisor.isa.platform;
    exports org.polyvisor.isa.semantics;
}
