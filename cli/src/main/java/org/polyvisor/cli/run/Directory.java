package org.polyvisor.cli.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory file as it is written: blocks {@code machine NAME}, each with indented {@code KEY VALUE} lines; a leading block {@code host};
 * {@code #} begins a comment.
 *
 * @param host what is said of the host
 * @param machines in the order of the file
 * @param mistakes what cannot be read, each with its line
 */
record Directory(Block host, List<Block> machines, List<String> mistakes) {
    private static final Set<String> MACHINE_KEYS = Set.of("isa", "cpu", "storage", "share", "technique", "attach", "kernel", "initrd",
            "append", "ipl", "boot", "guest", "script", "console", "minidisk", "link", "load", "set");
    private static final Set<String> HOST_KEYS = Set.of("frames", "volume", "slice", "threads");
    private static final Set<String> REPEATABLE = Set.of("attach", "minidisk", "link", "load", "set");

    /**
     * A value and where it stands.
     *
     * @param text as written
     * @param line from 1
     */
    record Entry(String text, int line) {}

    /**
     * A block.
     *
     * @param name of the machine; empty for the host
     * @param line where it begins, from 1
     * @param entries by key
     */
    record Block(String name, int line, Map<String, List<Entry>> entries) {

        /** The value of a key, or null. */
        @Nullable
        Entry get(String key) {
            List<Entry> all = entries.get(key);
            return all == null ? null : all.getFirst();
        }

        List<Entry> all(String key) {
            return entries.getOrDefault(key, List.of());
        }
    }

    static Directory parse(String text) {
        List<Block> machines = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        Block host = new Block("", 0, new LinkedHashMap<>());
        Block current = null;
        List<String> lines = text.lines().toList();
        for (int n = 1; n <= lines.size(); n++) {
            String raw = lines.get(n - 1), line = raw.replaceFirst("(^|\\s)#.*$", "").stripTrailing();
            if (line.isBlank()) continue;
            String[] words = line.strip().split("\\s+", 2);
            String key = words[0].toLowerCase(Locale.ROOT), value = words.length > 1 ? words[1] : "";
            if (!Character.isWhitespace(line.charAt(0))) {
                if (key.equals("host") && value.isEmpty() && current == null) {
                    current = host;
                } else if (key.equals("machine") && !value.isEmpty() && !value.contains(" ")) {
                    if (!names.add(value)) mistakes.add("line " + n + ": there is a machine '" + value
                            + "' already: give each its own name");
                    machines.add(current = new Block(value, n, new LinkedHashMap<>()));
                } else {
                    mistakes.add("line " + n + ": '" + line + "' begins no block: write 'machine NAME', or 'host' as the first");
                    if (current != null) current = new Block("", n, new LinkedHashMap<>()); // what follows is not the machine's above
                }
                continue;
            }
            entry(current, current == host, key, value, n, mistakes);
        }
        if (machines.isEmpty()) mistakes.add("there is no machine: write a block 'machine NAME'");
        return new Directory(host, machines, mistakes);
    }

    private static void entry(@Nullable Block block, boolean host, String key, String value, int line, List<String> mistakes) {
        Set<String> keys = host ? HOST_KEYS : MACHINE_KEYS;
        if (block == null) mistakes.add("line " + line + ": '" + key + "' stands in no block: write 'machine NAME' above it");
        else if (!keys.contains(key)) mistakes.add("line " + line + ": there is no key '" + key + "': there are " + sorted(keys));
        else if (value.isEmpty()) mistakes.add("line " + line + ": '" + key + "' needs a value");
        else if (block.entries.containsKey(key) && !REPEATABLE.contains(key))
            mistakes.add("line " + line + ": '" + key + "' is given already: once is enough");
        else block.entries.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Entry(value, line));
    }

    private static String sorted(Set<String> keys) {
        return String.join(", ", keys.stream().sorted().toList());
    }
}
