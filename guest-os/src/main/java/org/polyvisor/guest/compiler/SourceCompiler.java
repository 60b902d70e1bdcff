package org.polyvisor.guest.compiler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.polyvisor.isa.UsageException;
import org.polyvisor.isa.guest.Guest;
import org.polyvisor.isa.platform.HostFile;

/** Reads sources of guests with the Java compiler of the JDK that runs this, in memory. */
public final class SourceCompiler {
    private static final String BYTE_ORDER_MARK = "\ufeff";
    /** What javac calls a source of methods alone whose main is not Java's; it would advise a main that is not a guest's. */
    private static final String NO_CLASS = "compiler.err.implicit.class.does.not.have.main.method";

    private SourceCompiler() {}

    /**
     * Compiles a file.
     *
     * @param file in which there is a program or a kernel
     * @return its classes
     * @throws UsageException if there is no Java compiler, or the file cannot be read
     * @throws GuestSourceException if it is not Java: all mistakes
     */
    public static CompiledSource file(Path file) throws UsageException, GuestSourceException {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(HostFile.bytes(file))).toString();
            return text(Map.of(file.getFileName().toString(), text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
        } catch (IOException e) {
            throw UsageException.unreadable(file.toString(), file.toString(), e);
        }
    }

    /**
     * Compiles texts.
     *
     * @param files each by the name of its file
     * @return their classes
     * @throws UsageException if there is no Java compiler
     * @throws GuestSourceException if they are not Java: all mistakes
     */
    public static CompiledSource text(Map<String, String> files) throws UsageException, GuestSourceException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) throw new UsageException("there is no Java compiler here: run with a JDK, not with a runtime alone");
        DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
        List<JavaFileObject> sources = new ArrayList<>();
        new TreeMap<>(files).forEach((name, text) -> sources.add(new Source(name, text)));
        Map<String, byte[]> classes = new LinkedHashMap<>();
        List<String> options = List.of("-g:source,lines", "-proc:none", "-Xlint:none", "-implicit:none", "-classpath", visible());
        try (InMemory manager = new InMemory(compiler.getStandardFileManager(told, Locale.ROOT, StandardCharsets.UTF_8), classes)) {
            if (!compiler.getTask(null, manager, told, options, null, sources).call()) throw new GuestSourceException(mistakes(told));
        } catch (IOException e) {
            throw new UsageException("cannot compile: " + e.getMessage());
        }
        return new CompiledSource(classes);
    }

    private static List<SourceMistake> mistakes(DiagnosticCollector<JavaFileObject> told) {
        List<SourceMistake> all = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> d : told.getDiagnostics()) {
            if (d.getKind() != Diagnostic.Kind.ERROR) continue;
            String file = d.getSource() == null ? "" : Path.of(d.getSource().getName()).getFileName().toString();
            int line = d.getLineNumber() == Diagnostic.NOPOS ? 0 : (int) d.getLineNumber();
            String message = NO_CLASS.equals(d.getCode()) ? "methods without a class: write 'final class NAME { static int main() { … } }'"
                    : d.getMessage(Locale.ROOT).replaceAll("\\s*\\R\\s*", "; ");
            all.add(new SourceMistake(file, line, "", message));
        }
        return all;
    }

    /** Where the classes are that sources may name: {@link Guest} and what comes along with the guest operating system. */
    private static String visible() throws UsageException {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> c : List.of(Guest.class, SourceCompiler.class)) {
            CodeSource place = c.getProtectionDomain().getCodeSource();
            try {
                if (place != null && place.getLocation() != null) places.add(Path.of(place.getLocation().toURI()).toString());
            } catch (URISyntaxException | RuntimeException e) {
                throw new UsageException("cannot find the classes of " + c.getSimpleName() + " at " + place.getLocation());
            }
        }
        return String.join(java.io.File.pathSeparator, places);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(place(name), Kind.SOURCE);
            this.text = text;
        }

        /** Names of files may hold what a URI cannot. */
        private static URI place(String name) {
            try {
                return new URI("memory", null, "/" + name, null);
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("no name of a file: " + name, e);
            }
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        InMemory(JavaFileManager files, Map<String, byte[]> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location place, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/') + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(name.replace('.', '/'), toByteArray());
                        }
                    };
                }
            };
        }
    }
}
