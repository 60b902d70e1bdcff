package org.polyvisor.isa.guest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** Assembler text under construction, with the source line that each part comes from. */
public final class AssemblyText {

    /**
     * Code from here on comes from a source line.
     *
     * @param symbol the label that stands here
     * @param method name of the method, as users read it
     * @param line from 1; 0: none, such as a pool of constants behind the code
     */
    public record Mark(String symbol, String method, int line) {}

    private final StringBuilder lines = new StringBuilder();
    private final List<Mark> marks = new ArrayList<>();
    private final UnaryOperator<String> label;
    private String method = "";
    private int line;
    private int names;

    /**
     * Begins a text.
     *
     * @param label makes the line that defines a symbol here
     */
    public AssemblyText(UnaryOperator<String> label) {
        this.label = label;
    }

    /**
     * Adds text.
     *
     * @param text one or several lines, without the end of the last
     */
    public void add(String text) {
        lines.append(text).append('\n');
    }

    /**
     * Defines a symbol here.
     *
     * @param symbol its name
     */
    public void label(String symbol) {
        add(label.apply(symbol));
    }

    /** {@return how much text there is} */
    public int length() {
        return lines.length();
    }

    /**
     * Takes text back, so that it can be added again in another form, with the labels of marks in it.
     *
     * @param from a former {@link #length}
     * @return the lines added since
     */
    public List<String> cut(int from) {
        List<String> taken = lines.substring(from).lines().toList();
        lines.setLength(from);
        return taken;
    }

    /** {@return a symbol that nothing else has; it is not defined by that} */
    public String fresh() {
        return "Z" + names++;
    }

    /**
     * A method begins.
     *
     * @param name as users read it
     */
    public void method(String name) {
        method = name;
        line = -1;
    }

    /**
     * The code that follows comes from another source line.
     *
     * @param number from 1; 0: none
     */
    public void source(int number) {
        if (number == line) return;
        line = number;
        String symbol = "N" + marks.size();
        marks.add(new Mark(symbol, method, number));
        label(symbol);
    }

    /** {@return the source line of the code that is being added} */
    public int line() {
        return line;
    }

    /** {@return the marks of source lines, in the order of the text} */
    public List<Mark> marks() {
        return Collections.unmodifiableList(marks);
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
