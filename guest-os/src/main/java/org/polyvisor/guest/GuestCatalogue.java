package org.polyvisor.guest;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polyvisor.isa.UsageException;

/** The guests by name: each program alone, and sets of programs. */
public final class GuestCatalogue {
    private static final String PROGRAMS = "org.polyvisor.guest.program.";
    private static final String OVERWRITER = "org.polyvisor.guest.kernel.Overwriter";
    /** Enough for programs that hardly compute; an endless loop is found sooner. */
    private static final int SHORT = 6;
    private static final String TYPED = "hello\nguest operating system\n\n";

    private static final GuestProgram
            HELLO = program("Hello", "says so"),
            SIEVE = program("Sieve", "primes by the sieve of Eratosthenes"),
            CHECKSUM = program("Checksum", "CRC-32 of a text, by bits and by table"),
            MATRIX = program("Matrix", "multiplies matrices and sorts the product"),
            CHASE = program("Chase", "Fibonacci numbers by recursion, and a chase of pointers"),
            NAP = program("Nap", "sleeps now and then"),
            ECHO = program("Echo", "prints every line that is typed, until an empty one"),
            PING = program("Ping", "sends numbers to its neighbour and counts what comes back"),
            PONG = program("Pong", "sends squares of numbers back"),
            PRIVILEGED = program("Privileged", "executes a privileged instruction"),
            VANDAL = program("Vandal", "stores into the operating system"),
            SPY = program("Spy", "loads from the operating system"),
            WILD = program("Wild", "follows a wild pointer"),
            NULL = program("Null", "uses a null reference"),
            INDEX = program("Index", "counts one element too many"),
            DIVIDE = program("Divide", "divides by zero"),
            LOOP = unhosted("Loop", "never ends by itself"),
            DEAF = program("Deaf", "waits for a message that nobody sends"),
            LIAR = program("Liar", "makes system calls with wrong arguments"),
            GREEDY = program("Greedy", "asks for memory until there is none"),
            HOARDER = unhosted("Hoarder", "makes larger and larger arrays");

    private static final List<GuestDefinition> ALL = Stream.concat(sets(), singles()).toList();

    private GuestCatalogue() {}

    private static GuestProgram program(String name, String description) {
        return new GuestProgram(name.toLowerCase(Locale.ROOT), PROGRAMS + name, description, true);
    }

    private static GuestProgram unhosted(String name, String description) {
        return new GuestProgram(name.toLowerCase(Locale.ROOT), PROGRAMS + name, description, false);
    }

    private static Stream<GuestDefinition> sets() {
        return Stream.of(
                set("demo", "programs that compute, one that sleeps, and one that is ended for a privileged instruction",
                        GuestDefinition.TIME_LIMIT, "", SIEVE, CHECKSUM, PRIVILEGED, MATRIX, CHASE, NAP),
                set("rogues", "programs that the kernel must end, beside one that must not notice", SHORT, "", PRIVILEGED, VANDAL, WILD,
                        LOOP, INDEX, DIVIDE, NULL, HELLO),
                set("mixed", "programs that compute, talk, read, sleep, and lie", GuestDefinition.TIME_LIMIT, TYPED, PING, PONG,
                        SIEVE, SPY, ECHO, LIAR, NAP, GREEDY),
                set("talk", "two programs that exchange messages", SHORT, "", PING, PONG),
                new GuestDefinition("overwriter", "a kernel that overwrites all storage that it can reach, in supervisor state", OVERWRITER,
                        List.of(), SHORT, ""));
    }

    private static GuestDefinition set(String name, String description, int timeLimit, String typed, GuestProgram... programs) {
        return new GuestDefinition(name, description, GuestDefinition.KERNEL, List.of(programs), timeLimit, typed);
    }

    private static Stream<GuestDefinition> singles() {
        Stream<GuestDefinition> workloads = Stream.of(SIEVE, CHECKSUM, MATRIX, CHASE)
                .map(p -> set(p.name(), p.description(), GuestDefinition.TIME_LIMIT, "", p));
        Stream<GuestDefinition> others = Stream.of(HELLO, NAP, PRIVILEGED, VANDAL, SPY, WILD, NULL, INDEX, DIVIDE, LOOP, DEAF, LIAR, GREEDY,
                HOARDER).map(p -> set(p.name(), p.description(), SHORT, "", p));
        return Stream.concat(Stream.concat(workloads, others),
                Stream.of(set("echo", ECHO.description(), SHORT, TYPED, ECHO)));
    }

    /** {@return all guests, sets first} */
    public static List<GuestDefinition> all() {
        return ALL;
    }

    /**
     * {@return a guest}
     *
     * @param name its name
     * @throws UsageException if there is no such guest; the message lists all
     */
    public static GuestDefinition named(String name) throws UsageException {
        for (GuestDefinition d : ALL) if (d.name().equals(name)) return d;
        throw new UsageException("there is no guest '" + name + "': there are "
                + ALL.stream().map(GuestDefinition::name).collect(Collectors.joining(", ")));
    }
}
