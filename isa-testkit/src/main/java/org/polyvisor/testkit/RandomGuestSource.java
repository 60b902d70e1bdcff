package org.polyvisor.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Writes random programs in the guest's subset of Java: they end, and never trap. The same seed gives the same program. */
final class RandomGuestSource {
    private static final int METHODS = 12;
    private static final int CALLED = 3;
    private static final List<String> ARRAYS = List.of("I", "B", "S", "C");
    private static final List<String> COMPARISONS = List.of("<", ">", "==", "!=", "<=", ">=");
    private static final int[] EDGES = {0, 1, -1, 2, 3, 7, 31, 32, 33, 255, 256, 4095, 4096, -4096, 65535, 65536, -32768, 0x7fffffff,
        0x80000000, 0x12345678, -559038737, 100000};
    private static final int[] DIVISORS = {1, 2, 3, 7, 10, -5, -1, 4096, 100003};

    private final RandomGenerator random;
    /** Methods numbered below this can be called: there is no recursion. */
    private int callable;

    RandomGuestSource(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** {@return a class {@code Subject} whose {@code int[] main()} returns what its methods returned, and the arrays' hash} */
    String text() {
        StringBuilder s = new StringBuilder("""
                package org.polyvisor.guest.kernel;
                final class Subject {
                  static final int[] I = new int[16]; static final byte[] B = new byte[16];
                  static final short[] S = new short[16]; static final char[] C = new char[16];
                  static int g0, g1; static int[] open = new int[16];
                """);
        for (int n = 0; n < METHODS; n++) s.append(method(n));
        s.append("  static final int[] RESULTS = new int[").append(METHODS + 1).append("];\n  static int[] main() {\n")
                .append("    for (int i = 0; i < 16; i++) { I[i] = i * 0x7654321; B[i] = (byte) (i * 37); S[i] = (short) (i * 9973);")
                .append(" C[i] = (char) (i * 7919); open[i] = ~i; }\n");
        for (int n = 0; n < METHODS; n++)
            s.append("    RESULTS[%d] = f%d(%d, %d, %d);\n".formatted(n, n, random.nextInt(-100, 101), pick(-2147483647, 5, 123456789),
                    random.nextInt(-9, 10)));
        s.append("    int h = g0 + g1; for (int i = 0; i < 16; i++) h = h * 31 + I[i] + B[i] + S[i] + C[i] + open[i];\n    RESULTS[")
                .append(METHODS).append("] = h;\n    return RESULTS;\n  }\n}\n");
        return s.toString();
    }

    private String method(int n) {
        callable = n < CALLED ? n : CALLED;
        int locals = random.nextInt(2, 17);
        List<String> variables = new ArrayList<>(List.of("a", "b", "c"));
        StringBuilder s = new StringBuilder("  static int f%d(int a, int b, int c) {\n".formatted(n));
        int mayCall = callable;
        callable = 0;
        for (int v = 0; v < locals; v++) s.append("    int v%d = %s;\n".formatted(v, expression(1, List.of("a", "b", "c"))));
        callable = mayCall;
        for (int v = 0; v < locals; v++) variables.add("v" + v);
        s.append(block(2, variables, 2, 9)).append("    return ");
        for (int v = 0; v < variables.size(); v++) s.append(v == 0 ? "" : " + ").append(variables.get(v)).append(" * ").append(3 + 2 * v);
        return s.append(";\n  }\n").toString();
    }

    // ---- statements

    private String block(int depth, List<String> variables, int indent, int most) {
        StringBuilder s = new StringBuilder();
        for (int n = random.nextInt(1, most + 1); n > 0; n--) s.append(statement(depth, variables, indent));
        return s.toString();
    }

    private String statement(int depth, List<String> variables, int indent) {
        String margin = "  ".repeat(indent);
        double r = random.nextDouble();
        if (r < 0.46 || depth <= 0)
            return margin + "%s %s %s;\n".formatted(changed(variables), pick("=", "=", "+=", "^=", "-=", "*=", "<<=", ">>="),
                    expression(3, variables));
        if (r < 0.50) return margin + pick("g0", "g1") + pick(" = ", " += ", " ^= ") + expression(2, variables) + ";\n";
        if (r < 0.62) return margin + element(variables);
        if (r < 0.80) return margin + "if (" + condition(variables) + ") {\n" + block(depth - 1, variables, indent + 1, 2) + margin
                + "} else {\n" + block(depth - 1, variables, indent + 1, 2) + margin + "}\n";
        if (r < 0.92) return margin + loop(depth, variables, indent);
        String choice = "switch (%s & 7) { case 0: %s++; break; case 1: case 5: %s -= 3; case 3: %s ^= 9; break; case 6: %s--; "
                + "default: %s += 2; }\n";
        return margin + choice.formatted(pick(variables), changed(variables), changed(variables), changed(variables), changed(variables),
                changed(variables));
    }

    private String loop(int depth, List<String> variables, int indent) {
        String k = "k" + indent;
        if (variables.contains(k)) return changed(variables) + "++;\n";
        List<String> inside = new ArrayList<>(variables);
        inside.add(k);
        String margin = "  ".repeat(indent), body = block(depth - 1, inside, indent + 1, 3);
        int turns = random.nextInt(1, 7);
        return switch (random.nextInt(3)) {
            case 0 -> "for (int %s = %d; %s >= 0; %s -= 1) {\n%s%s}\n".formatted(k, turns, k, k, body, margin);
            case 1 -> "for (int %s = 0; %s < %d && %s != %d; %s++) {\n%s  if (%s > %d) break;\n%s%s}\n".formatted(k, k, turns,
                    pick(variables), random.nextInt(9), k, margin, k, random.nextInt(7), body, margin);
            default -> "for (int %s = 0; %s < %d; %s++) {\n%s%s}\n".formatted(k, k, turns, k, body, margin);
        };
    }

    private String element(List<String> variables) {
        String array = pick("I", "B", "S", "C", "open");
        if (random.nextDouble() < 0.6) {
            String cast = switch (array) {
                case "B" -> "(byte) ";
                case "S" -> "(short) ";
                case "C" -> "(char) ";
                default -> "";
            };
            String index = random.nextInt(4) == 0 ? String.valueOf(random.nextInt(16)) : expression(1, variables) + " & 15";
            return "%s[%s] = %s(%s);\n".formatted(array, index, cast, expression(2, variables));
        }
        return "%s[%s & 15] %s %s;\n".formatted(array, pick(variables), pick("+=", "^=", "*=", ">>>="), expression(2, variables));
    }

    // ---- expressions

    private String condition(List<String> variables) {
        String one = expression(2, variables) + " " + pick(COMPARISONS) + " " + expression(2, variables);
        if (random.nextInt(4) > 0) return one;
        return one + pick(" && ", " || ") + expression(1, variables) + " " + pick(COMPARISONS) + " " + expression(1, variables);
    }

    private String expression(int depth, List<String> variables) {
        double r = random.nextDouble();
        if (depth <= 0 || r < 0.18) return random.nextDouble() < 0.72 ? pick(variables) : literal();
        if (r < 0.60) return "(%s %s %s)".formatted(inner(depth, variables), pick("+", "-", "*", "&", "|", "^", "+", "-"),
                inner(depth, variables));
        if (r < 0.70) return "(%s %s %s)".formatted(inner(depth, variables), pick("<<", ">>", ">>>"),
                random.nextDouble() < 0.4 ? inner(depth, variables) : String.valueOf(random.nextInt(41)));
        if (r < 0.75) return random.nextBoolean()
                ? "(%s %s (%s | 1))".formatted(inner(depth, variables), pick("/", "%"), inner(depth, variables))
                : "(%s %s %d)".formatted(inner(depth, variables), pick("/", "%"), DIVISORS[random.nextInt(DIVISORS.length)]);
        if (r < 0.80) return "(%s(%s))".formatted(pick("-", "~", "(byte) ", "(short) ", "(char) "), inner(depth, variables));
        if (r < 0.88) return "%s[%s & 15]".formatted(pick(ARRAYS), inner(depth, variables));
        if (r < 0.90) return pick("g0", "g1", "open[3]", "open.length", "(open[%s & 15])".formatted(pick(variables)));
        if (r < 0.95) return "(%s ? %s : %s)".formatted(condition(depth, variables), inner(depth, variables), inner(depth, variables));
        if (callable > 0) return "f%d(%s, %s, %s)".formatted(random.nextInt(callable), inner(depth, variables), inner(depth, variables),
                inner(depth, variables));
        return "(B[%s & 15] & 0xff)".formatted(inner(depth, variables));
    }

    private String condition(int depth, List<String> variables) {
        return inner(depth, variables) + " " + pick(COMPARISONS) + " " + inner(depth, variables);
    }

    private String inner(int depth, List<String> variables) {
        return expression(depth - 1, variables);
    }

    private String literal() {
        int v = random.nextDouble() < 0.6 ? EDGES[random.nextInt(EDGES.length)] : random.nextInt(-300, 301);
        return v == Integer.MIN_VALUE ? "Integer.MIN_VALUE" : "(" + v + ")";
    }

    /** {@return a variable that may be changed: no counter of a loop} */
    private String changed(List<String> variables) {
        return pick(variables.stream().filter(v -> !v.startsWith("k")).toList());
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private int pick(int... from) {
        return from[random.nextInt(from.length)];
    }
}
