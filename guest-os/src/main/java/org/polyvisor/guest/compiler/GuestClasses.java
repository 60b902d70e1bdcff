package org.polyvisor.guest.compiler;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polyvisor.isa.guest.Guest;

/** The classes of one guest: as class files, and loaded apart from all others, so that their static initialisers run for each image. */
final class GuestClasses {
    private static final String LIBRARY_SUPERCLASSES = "java/lang/Object java/lang/Record";

    private final ClassSource source;
    private final Map<String, String> replaced;
    private final Map<String, Optional<ClassModel>> models = new HashMap<>();
    private final ClassLoader loader = new Isolated();

    /**
     * Makes them.
     *
     * @param source where they come from
     * @param replaced classes that stand in for others: internal name to internal name
     */
    GuestClasses(ClassSource source, Map<String, String> replaced) {
        this.source = source;
        this.replaced = replaced;
    }

    /** {@return the class that stands for this one} */
    String resolve(String name) {
        return replaced.getOrDefault(name, name);
    }

    Optional<ClassModel> model(String name) {
        return models.computeIfAbsent(name, n -> source.bytes(n).map(ClassFile.of()::parse));
    }

    Optional<MethodModel> method(ClassModel c, String name, String descriptor) {
        return c.methods().stream().filter(m -> m.methodName().equalsString(name) && m.methodType().equalsString(descriptor)).findFirst();
    }

    /** {@return the name of the source file of a class} */
    static String file(ClassModel c) {
        return c.findAttribute(Attributes.sourceFile()).map(a -> a.sourceFile().stringValue()).orElse(c.thisClass().asInternalName());
    }

    /** {@return the class that declares a field: the one named, or one above it} */
    Optional<ClassModel> declaring(String name, String field) {
        Optional<ClassModel> c = model(name);
        if (c.isEmpty() || c.get().fields().stream().anyMatch(f -> f.fieldName().equalsString(field))) return c;
        List<String> above = new ArrayList<>(c.get().interfaces().stream().map(i -> i.asInternalName()).toList());
        c.get().superclass().ifPresent(s -> above.add(s.asInternalName()));
        return above.stream().flatMap(a -> declaring(a, field).stream()).findFirst();
    }

    /** {@return the fields of an object, a word each} */
    static List<FieldModel> layout(ClassModel c) {
        return c.fields().stream().filter(f -> !f.flags().has(AccessFlag.STATIC)).toList();
    }

    /** {@return whether objects of this class can be in an image} */
    static boolean plain(ClassModel c) {
        return c.superclass().map(s -> LIBRARY_SUPERCLASSES.contains(s.asInternalName())).orElse(true);
    }

    /**
     * Initialises a class.
     *
     * @param name internal name
     * @return it, or null if there is none
     * @throws LinkageError if its static initialiser fails
     */
    @Nullable Class<?> load(String name) {
        try {
            return Class.forName(name.replace('/', '.'), true, loader);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /**
     * {@return the content of a field}
     *
     * @param c a class of this guest
     * @param field its name
     * @param of the object; null: a static field
     */
    static @Nullable Object value(Class<?> c, String field, @Nullable Object of) {
        try {
            return accessible(c, field).get(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static Field accessible(Class<?> c, String field) throws NoSuchFieldException {
        Field f = c.getDeclaredField(field);
        f.setAccessible(true);
        return f;
    }

    /** {@return a class as users read it, without its package} */
    static String shortName(String internalName) {
        return internalName.substring(internalName.lastIndexOf('/') + 1).replace('$', '.');
    }

    /** {@return the type of a constant, as users read it} */
    static String constantType(ConstantInstruction c) {
        return dotted(c.constantValue().getClass().getName().contains("Class") ? ConstantDescs.CD_Class : ConstantDescs.CD_MethodHandle);
    }

    /** {@return whether a class belongs to Java} */
    static boolean isLibrary(String internalName) {
        return internalName.startsWith("java/") || internalName.startsWith("javax/") || internalName.startsWith("jdk/");
    }

    static String internalName(ClassDesc type) {
        String d = type.descriptorString();
        return d.substring(1, d.length() - 1);
    }

    static String dotted(String internalName) {
        return internalName.replace('/', '.').replace('$', '.');
    }

    static String dotted(ClassDesc type) {
        String package_ = type.isArray() ? "" : type.packageName();
        return (package_.isEmpty() ? "" : package_ + ".") + type.displayName().replace('$', '.');
    }

    /** Sees the Java library, {@link Guest}, and the guest's own classes. */
    private final class Isolated extends ClassLoader {
        Isolated() {
            super(ClassLoader.getPlatformClassLoader());
        }

        /** Own classes first: loaders of the Java library find classes of any module of the running program. */
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) return known;
                if (name.startsWith(Guest.class.getPackageName() + ".")) return Class.forName(name);
                byte[] b = source.bytes(name.replace('.', '/')).orElse(null);
                return b == null ? super.loadClass(name, resolve) : defineClass(name, b, 0, b.length);
            }
        }
    }
}
