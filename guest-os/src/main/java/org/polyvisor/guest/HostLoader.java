package org.polyvisor.guest;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.polyvisor.guest.compiler.ClassSource;

/** Classes of a program on the host JVM: each run has its own, with static variables as at the beginning. */
final class HostLoader extends ClassLoader {
    private final ClassSource classes;
    private final Set<String> defined = new HashSet<>();

    HostLoader(ClassSource classes) {
        super(HostLoader.class.getClassLoader());
        this.classes = classes;
    }

    boolean defined(String name) {
        return defined.contains(name);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) return loaded;
            Optional<byte[]> bytes = classes.bytes(name.replace('.', '/'));
            if (bytes.isEmpty()) return super.loadClass(name, resolve);
            defined.add(name);
            return defineClass(name, bytes.get(), 0, bytes.get().length);
        }
    }
}
