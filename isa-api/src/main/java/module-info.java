/** The instruction-set SPI. */
module org.polyvisor.isa {
    requires transitive jakarta.inject;
    requires static transitive org.jspecify; // @Nullable, @NullMarked: for every module that reads this one

    exports org.polyvisor.isa;
    exports org.polyvisor.isa.assembly;
    exports org.polyvisor.isa.code;
    exports org.polyvisor.isa.guest;
    exports org.polyvisor.isa.machine;
    exports org.polyvisor.isa.platform;
    exports org.polyvisor.isa.semantics;
}
