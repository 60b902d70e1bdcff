/** The guest operating system, its programs, and the compiler that makes machine code of them. */
module org.polyvisor.guest {
    requires transitive org.polyvisor.isa;
}
