package org.polyvisor.guest.compiler;

import java.util.Locale;

/** What a source cannot say, with what to write instead. */
enum Refusal {
    LONG("long values are not in the guest's subset of Java: use int, two of them where 64 bits are needed"),
    FLOAT("float values are not in the guest's subset of Java: use int and a scale"),
    DOUBLE("double values are not in the guest's subset of Java: use int and a scale"),
    CONSTANT("a constant of type %s is not in the guest's subset of Java: use int constants, or Guest.text(\"…\")"),
    STRING("a String value: a guest has byte arrays; write Guest.text(\"…\") with the literal itself"),
    STRING_CONCATENATION("+ on strings: write the parts one after the other"),
    LAMBDA("a lambda or method reference: call a static method"),
    PATTERN("a switch on types, strings or enum constants: switch on an int"),
    DYNAMIC("a call that is linked at run time (%s): call a static method"),
    NEW_OBJECT("new %s: a guest makes objects only in static initialisers; take one from a pool made there"),
    NEW_IN_KERNEL("new %s[]: the kernel has arrays from static initialisers only; make it there"),
    NEW_REFERENCES("new %s[]: a program makes arrays of numbers only; make arrays of references in a static initialiser"),
    NEW_MULTIPLE("new %s with several dimensions: make it in a static initialiser"),
    EXCEPTION("a guest has no exceptions: return a code that tells what is wrong"),
    TRY("try: a guest has no exceptions; test before, or return a code"),
    ASSERT("assert: a guest has no exceptions; test the condition with if"),
    SYNCHRONIZED("synchronized: a program has one thread, and nothing interrupts the kernel; leave it out"),
    VIRTUAL("%s could be overridden, and a guest calls methods directly: make the class or the method final"),
    INTERFACE("%s is a method of an interface: call a static method, or switch on an int field"),
    CAST("a cast of a reference to %s: objects do not know their class; declare the variable with the type it has"),
    INSTANCEOF("instanceof: objects do not know their class; give them an int field that tells"),
    LIBRARY_CALL("call of %s: a guest has no class library; write it as a static method"),
    LIBRARY_FIELD("%s: a guest has no class library"),
    LIBRARY_TYPE("a variable of type %s: a guest has int, short, byte, char, boolean, arrays, and final classes of its own"),
    ARRAY_METHOD("%s of an array: copy its elements in a loop"),
    ENUM("%s is an enum: use static final int constants"),
    SUPERCLASS("%s has a superclass, which a guest's objects cannot have: put the fields into the class itself"),
    MISSING_CLASS("there is no class %s in this guest: it can use its own classes and Guest alone"),
    MISSING_METHOD("there is no method %s"),
    NATIVE_INSTANCE("%s is native: only static methods can be hooks"),
    HOOK_IN_PROGRAM("a program cannot call %s: it reaches the system by Guest.sys alone"),
    HOOK_IN_KERNEL("the kernel cannot call %s: the instruction set's port has no such hook"),
    RECURSION("recursion in the kernel (%s), whose stack has a fixed size: use a loop"),
    INITIALISER("the static initialiser of %s failed, which runs while the guest is built: %s"),
    NOT_REPRODUCIBLE("static initialisers must give the same each time: no clock, no random numbers, no hash codes"),
    HEAP("an object of %s cannot be in an image: only arrays and objects of the guest's own final classes can"),
    HEAP_SIZE("arrays of more than %s elements in all, made by static initialisers: use smaller ones"),
    STACK("the methods that call each other from here need %s bytes of stack, and there are %s: use fewer variables or static ones"),
    LARGE("too much for one method: %s"),
    REGION("image (%s bytes) and stack (%s) do not fit into the region of a program, %s bytes: use smaller static arrays"),
    ENTRY("there is no %s: %s begins there");

    private final String message;

    Refusal(String message) {
        this.message = message;
    }

    String with(Object... details) {
        return String.format(Locale.ROOT, message, details);
    }
}
