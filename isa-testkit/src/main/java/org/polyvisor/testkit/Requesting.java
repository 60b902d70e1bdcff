package org.polyvisor.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntFunction;
import org.polyvisor.isa.InstructionSet;
import org.polyvisor.isa.Interruption;
import org.polyvisor.isa.platform.Platform;
import org.polyvisor.isa.platform.PlatformType;

/** Makes an instruction set whose machines accept every request from outside. */
final class Requesting {
    private Requesting() {}

    static InstructionSet set(InstructionSet set, IntFunction<Interruption> accepted) {
        return wrap(InstructionSet.class, set, (name, result, _) -> name.equals("platform")
                ? wrap(PlatformType.class, (PlatformType) result, (made, platform, _) -> made.equals("bare")
                        ? platform((Platform) platform, accepted) : platform)
                : result);
    }

    private static Platform platform(Platform p, IntFunction<Interruption> accepted) {
        return wrap(Platform.class, p, (name, result, arguments) -> name.equals("accept") ? accepted.apply((Integer) arguments[0])
                : result);
    }

    private interface Answer {
        Object of(String method, Object result, Object[] arguments);
    }

    private static <T> T wrap(Class<T> type, T inner, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) ->
                answer.of(method.getName(), call(method, inner, arguments), arguments)));
    }

    private static Object call(Method method, Object on, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
