package org.polyvisor.guest.compiler;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Where a method's source says {@code try}. */
final class TryBlocks {
    private TryBlocks() {}

    /**
     * {@return the lines of what is tried}
     *
     * @param code of the method; javac guards the bodies of synchronized blocks, and its own handlers, with handlers that do not count
     * @param first line of the method
     */
    static SortedSet<Integer> lines(List<CodeElement> code, int first) {
        Map<Label, Integer> lines = new HashMap<>();
        Set<Label> afterMonitor = new HashSet<>();
        List<Label> here = new ArrayList<>();
        int line = first;
        boolean monitor = false;
        for (CodeElement e : code) {
            switch (e) {
                case LineNumber l -> line = l.line();
                case LabelTarget t -> {
                    here.add(t.label());
                    if (monitor) afterMonitor.add(t.label());
                }
                case Instruction i -> {
                    for (Label l : here) lines.put(l, line);
                    here.clear();
                    monitor = i.opcode() == Opcode.MONITORENTER;
                }
                default -> {}
            }
        }
        SortedSet<Integer> tried = new TreeSet<>();
        for (CodeElement e : code)
            if (e instanceof ExceptionCatch c && !c.tryStart().equals(c.handler()) && !afterMonitor.contains(c.tryStart()))
                tried.add(lines.getOrDefault(c.tryStart(), first));
        return tried;
    }
}
