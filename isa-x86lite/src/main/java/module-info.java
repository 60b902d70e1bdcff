/** The IA-32 instruction set, its PC platform and its guest-OS port. */
module org.polyvisor.isa.x86lite {
    requires transitive org.polyvisor.isa;

    provides org.polyvisor.isa.InstructionSet with
            org.polyvisor.isa.x86lite.X86Lite;
}
