package org.polyvisor.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.platform.PlatformType;

/** Makes an instruction set on some of whose lines machines accept requests from outside. */
final class Requesting {
    private Requesting() {}

    static InstructionSet set(InstructionSet set, int[] lines, IntFunction<Interruption> accepted) {
        return wrap(InstructionSet.class, set, (method, _, inner) -> method.equals("platform")
                ? wrap(PlatformType.class, (PlatformType) inner.call(), (_, _, making) -> {
                    Object made = making.call();
                    return made instanceof Platform p ? platform(p, lines, accepted) : made;
                })
                : inner.call());
    }

    /** The request of a device is taken by its platform, which knows nothing of the others. */
    private static Platform platform(Platform p, int[] lines, IntFunction<Interruption> accepted) {
        long outside = Arrays.stream(lines).mapToLong(line -> 1L << line).reduce(0, (a, b) -> a | b);
        return wrap(Platform.class, p, (method, arguments, inner) -> switch (method) {
            case "accept" -> (outside >>> (Integer) arguments[0] & 1) != 0 ? accepted.apply((Integer) arguments[0]) : inner.call();
            case "lines" -> (Long) inner.call() | outside;
            default -> inner.call();
        });
    }

    private interface Inner {
        Object call() throws Throwable;
    }

    private interface Answer {
        Object of(String method, Object[] arguments, Inner inner) throws Throwable;
    }

    private static <T> T wrap(Class<T> type, T wrapped, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) ->
                answer.of(method.getName(), arguments, () -> call(method, wrapped, arguments))));
    }

    private static Object call(Method method, Object on, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
