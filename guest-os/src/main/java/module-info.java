/** The guest operating system, its programs, and the compiler that makes machine code of them. */
module org.polyvisor.guest {
    requires java.compiler;
    requires transitive org.polyvisor.isa;

    exports org.polyvisor.guest;
    exports org.polyvisor.guest.compiler;
    exports org.polyvisor.guest.program;
}
