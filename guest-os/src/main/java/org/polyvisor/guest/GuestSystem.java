package org.polyvisor.guest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.polyvisor.guest.compiler.ClassSource;
import org.polyvisor.guest.compiler.GuestCompiler;
import org.polyvisor.guest.compiler.GuestImage;
import org.polyvisor.guest.compiler.GuestSourceException;
import org.polyvisor.guest.kernel.KernelSource;
import org.polyvisor.guest.program.ProgramSource;
import org.polyvisor.isa.Architecture;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.guest.GuestPort;
import org.polyvisor.isa.guest.Width;

/** Builds guests for an instruction set: compiles programs, each for its slot, and a kernel whose image holds them. Deterministic. */
public final class GuestSystem {
    /** A part of each region, its eighth, is for the program's stack. */
    private static final int STACKS = 8;
    /** A little behind the beginning: where the kernel's code or its data is. */
    private static final int INTO_THE_KERNEL = 0x400;

    private final InstructionSet set;
    private final Architecture architecture;
    private final GuestPort port;
    private final GuestCompiler compiler;

    /**
     * Prepares for guests of programs that come along.
     *
     * @param set the instruction set
     * @param architecture the processor
     * @throws UsageException if the instruction set has no port of the guest operating system
     */
    public GuestSystem(InstructionSet set, Architecture architecture) throws UsageException {
        this(set, architecture, _ -> Optional.empty());
    }

    /**
     * Prepares for guests of any programs.
     *
     * @param set the instruction set
     * @param architecture the processor
     * @param more classes of programs, beside those that come along
     * @throws UsageException if the instruction set has no port of the guest operating system
     */
    public GuestSystem(InstructionSet set, Architecture architecture, ClassSource more) throws UsageException {
        this(set, architecture,
                set.guest().orElseThrow(() -> new UsageException("the guest operating system has no port to " + set.name())), more);
    }

    /**
     * Prepares for guests that a port other than the instruction set's own adapts: one that is tried, or one with something left out.
     *
     * @param set the instruction set
     * @param architecture the processor
     * @param port the guest operating system's port to it
     * @param more classes of programs, beside those that come along
     */
    public GuestSystem(InstructionSet set, Architecture architecture, GuestPort port, ClassSource more) {
        this.set = set;
        this.architecture = architecture;
        this.port = port;
        ClassSource own = ClassSource.of(KernelSource.class, ProgramSource.class, port.architectureClass());
        compiler = new GuestCompiler(architecture, port, ClassSource.first(own, more));
    }

    /**
     * Builds a guest.
     *
     * @param definition what it consists of
     * @return it, ready to boot
     * @throws GuestSourceException if a source has mistakes
     * @throws UsageException if there are more programs than slots, two of one name, or one that is too large for its region
     */
    public BuiltGuest build(GuestDefinition definition) throws GuestSourceException, UsageException {
        return build(definition, Map.of());
    }

    /**
     * Builds a guest whose programs try something in particular.
     *
     * @param definition what it consists of
     * @param tried what, by the name of the program; others try the port's privileged instruction, and the kernel's storage near its origin
     * @return it, ready to boot
     * @throws GuestSourceException if a source has mistakes
     * @throws UsageException as {@link #build(GuestDefinition)}
     */
    public BuiltGuest build(GuestDefinition definition, Map<String, Provocation> tried) throws GuestSourceException, UsageException {
        check(definition);
        Provocation usual = new Provocation(port.privilegedInstruction(), port.kernelOrigin() + INTO_THE_KERNEL);
        List<GuestImage> images = new ArrayList<>();
        for (GuestProgram p : definition.programs()) {
            Provocation t = tried.getOrDefault(p.name(), usual);
            GuestImage image = compiler.program(p.className(), images.size(), t.instruction(), statics(p.className(), t.target()));
            int room = port.regionSize() - stack();
            if (image.bytes().length > room) {
                throw new UsageException("the program " + p.name() + " has " + image.bytes().length + " bytes, but a region has room for "
                        + room + ": make its data smaller, or create them with new");
            }
            images.add(image);
        }
        GuestImage kernel = compiler.kernel(definition.kernel(), statics(definition, images));
        return new BuiltGuest(definition, architecture, port, kernel, List.copyOf(images));
    }

    private void check(GuestDefinition definition) throws UsageException {
        int programs = definition.programs().size();
        if (programs > port.slots()) {
            throw new UsageException("the guest " + definition.name() + " has " + programs + " programs, but there are " + port.slots()
                    + " slots on " + architecture.name() + ": leave some out");
        }
        Set<String> names = new HashSet<>();
        for (GuestProgram p : definition.programs()) {
            if (!p.name().matches("[A-Za-z][A-Za-z0-9]{0,15}")) {
                throw new UsageException("'" + p.name() + "' is no name for a program: at most 16 letters and digits, the first a letter");
            }
            if (!names.add(p.name())) {
                throw new UsageException("the guest " + definition.name() + " has two programs '" + p.name() + "': rename one");
            }
        }
    }

    private int stack() {
        return port.regionSize() / STACKS;
    }

    /** Programs that try the kernel's storage are told where. */
    private static Map<String, Object> statics(String className, int target) {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        return ProgramSource.TRESPASSERS.contains(className) ? Map.of(simple + ".target", target) : Map.of();
    }

    private Map<String, Object> statics(GuestDefinition definition, List<GuestImage> images) {
        int n = images.size();
        byte[][] names = new byte[n][], programs = new byte[n][], lengths = new byte[n][], words = new byte[n][];
        int[][] addresses = new int[n][], texts = new int[n][], places = new int[n][];
        for (int i = 0; i < n; i++) {
            names[i] = definition.programs().get(i).name().getBytes(StandardCharsets.ISO_8859_1);
            programs[i] = images.get(i).bytes();
            PackedListing listing = PackedListing.of(images.get(i), architecture, port);
            addresses[i] = listing.addresses();
            lengths[i] = listing.lengths();
            texts[i] = listing.texts();
            places[i] = listing.places();
            words[i] = listing.words();
        }
        Map<String, Object> statics = new LinkedHashMap<>();
        statics.put("Boot.names", names);
        statics.put("Boot.images", programs);
        statics.put("Boot.addresses", addresses);
        statics.put("Boot.lengths", lengths);
        statics.put("Boot.texts", texts);
        statics.put("Boot.places", places);
        statics.put("Boot.words", words);
        statics.put("Boot.timeLimit", definition.timeLimit());
        statics.put("Boot.contextWords", port.contextWords());
        statics.put("Boot.wordUnits", port.wordUnits());
        statics.put("Boot.byteUnits", port.elementUnits(Width.BYTE));
        statics.put("Boot.stack", stack());
        statics.put("Boot.storage", (int) set.defaultStorage());
        return statics;
    }
}
