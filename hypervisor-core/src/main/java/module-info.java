/** The hypervisor: engine, classifier, machines and virtual machines over any instruction set. */
module org.polyvisor.hypervisor {
    requires org.slf4j;
    requires transitive org.polyvisor.isa;

    uses org.polyvisor.isa.InstructionSet;

    exports org.polyvisor.hypervisor;
    exports org.polyvisor.hypervisor.engine;
}
