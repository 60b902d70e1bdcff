package org.polyvisor.guest.compiler;

import java.util.List;
import org.polyvisor.isa.guest.Ir;

/**
 * A method in the intermediate form.
 *
 * @param symbol under which it is called
 * @param name as users read it
 * @param file name of its source file
 * @param line of its first instruction
 * @param parameters how many words it is passed: variables 0 and up
 * @param variables how many variables it has
 * @param labels how many labels it has
 * @param code its instructions
 */
record IrMethod(String symbol, String name, String file, int line, int parameters, int variables, int labels, List<Ir> code) {}
