/** The System/360 and System/370 instruction set, its channels and devices and its guest-OS port. */
@SuppressWarnings("module") // the digits are the name of the architecture
module org.polyvisor.isa.s370 {
    requires jdk.charsets; // EBCDIC
    requires transitive org.polyvisor.isa;

    provides org.polyvisor.isa.InstructionSet with
            org.polyvisor.isa.s370.S370;
}
