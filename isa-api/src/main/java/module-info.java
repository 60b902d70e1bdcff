/** The instruction-set SPI. */
module org.polyvisor.isa {
    requires transitive jakarta.inject;

}
