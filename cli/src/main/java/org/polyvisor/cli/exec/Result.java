package org.polyvisor.cli.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of a case; made once and filled again and again. */
final class Result {

    /** A register's contents as users read them. */
    record Contents(String register, String value) {}

    /** A part of storage. */
    record Bytes(long at, byte[] bytes) {}

    /** Why it ended. */
    String exit = "";

    /** What users are told of an intercepted interruption. */
    Map<String, Object> interruption = Map.of();

    long instructions;
    final List<Contents> registers = new ArrayList<>();
    final List<Bytes> storage = new ArrayList<>();

    void clear() {
        exit = "";
        interruption = Map.of();
        instructions = 0;
        registers.clear();
        storage.clear();
    }
}
