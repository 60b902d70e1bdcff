package org.polyvisor.isa.x86lite.platform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.platform.BootOption;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.platform.PlatformHost;
import org.polyvisor.isa.platform.PlatformType;
import org.polyvisor.isa.x86lite.state.Ports;

/** The personal computer: its devices and the ways to boot it. */
public final class PersonalComputerType implements PlatformType {

    private static final String TERMINAL = "stdio";

    /** Makes the type. */
    public PersonalComputerType() {}

    @Override
    public List<BootOption> options() {
        return List.of(new BootOption("kernel", "FILE", false, "the kernel to boot: ELF32 or Multiboot 1"),
                new BootOption("initrd", "FILE", false, "the initial file system of a Linux kernel (has not arrived yet)"),
                new BootOption("append", "TEXT", false, "the kernel's command line"),
                new BootOption("boot", "METHOD", false, "how to boot: auto, elf, multiboot, linux or disk; default auto"),
                new BootOption("attach", "DEVICE=WHAT", true, "com1=stdio or com1=FILE: the first serial port"));
    }

    @Override
    public Platform create(PlatformHost host, Map<String, List<String>> options) throws UsageException {
        for (Map.Entry<String, List<String>> o : options.entrySet())
            if (o.getValue().size() > 1 && !o.getKey().equals("attach"))
                throw new UsageException("--" + o.getKey() + " is given " + o.getValue().size() + " times: once is enough");
        Optional<String> kernel = single(options, "kernel").map(host::file), append = single(options, "append");
        BootMethod method = BootMethod.named(single(options, "boot").orElse("auto"));
        if (method == BootMethod.DISK) throw new UsageException("--boot disk has not arrived yet: boot a kernel with --kernel FILE");
        if (method == BootMethod.LINUX) throw new UsageException("--boot linux has not arrived yet: boot an ELF or Multiboot kernel");
        if (single(options, "initrd").isPresent()) throw new UsageException("--initrd has not arrived yet: it belongs to Linux");
        if (append.isPresent() && method == BootMethod.ELF)
            throw new UsageException("--append: an ELF kernel without Multiboot header takes no command line");
        if (kernel.isEmpty() && (append.isPresent() || options.containsKey("boot")))
            throw new UsageException("--append and --boot say how to boot a kernel: name it with --kernel FILE");
        SerialLine line = firstSerialLine(host, options.getOrDefault("attach", List.of()));
        return new PersonalComputer(host, line, new KernelLoader(kernel, append, method));
    }

    private static Optional<String> single(Map<String, List<String>> options, String name) {
        return options.getOrDefault(name, List.of()).stream().findFirst();
    }

    private static SerialLine firstSerialLine(PlatformHost host, List<String> attachments) throws UsageException {
        String what = null;
        for (String a : attachments) {
            String device = a.substring(0, Math.max(a.indexOf('='), 0));
            if (device.equals("fda") || device.equals("hda")) throw new UsageException("--attach " + a + ": disks have not arrived yet");
            if (!device.equals("com1")) throw new UsageException("--attach " + a + ": give DEVICE=WHAT, where DEVICE is com1");
            if (what != null) throw new UsageException("--attach " + a + ": com1 is attached already, to " + what);
            what = a.substring(a.indexOf('=') + 1);
            if (what.isEmpty()) throw new UsageException("--attach com1=: to what? Give stdio or the name of a file");
            if (what.contains(",")) throw new UsageException("--attach " + a + ": com1 has no options: give com1=stdio or com1=FILE");
        }
        return what == null || what.equals(TERMINAL) ? new ConsoleLine(host.console("com1")) : new FileLine(host.file(what), host::now);
    }

    /** Its only output is the serial port's. */
    @Override
    public Map<String, List<String>> withoutTrace(Map<String, List<String>> options) {
        if (!options.containsKey("attach")) return options;
        Map<String, List<String>> changed = new LinkedHashMap<>(options);
        changed.put("attach", List.of("com1=" + TERMINAL));
        return changed;
    }

    @Override
    public Platform bare(PlatformHost host) {
        return new Bare();
    }

    /** A machine without devices: nothing ends its wait. */
    private static final class Bare implements Platform {
        @Override
        public void boot() {}

        @Override
        public Interruption accept(int line) {
            return null;
        }

        @Override
        public <T> T service(Class<T> type) {
            return type == Ports.class ? type.cast(Ports.NONE) : null;
        }

        @Override
        public Optional<Ending> ending() {
            return Optional.of(new Ending(true, "halted", ""));
        }
    }
}
