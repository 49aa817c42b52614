package dev.rollcall.oracle;

import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.OfflineReplay;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The whole program a second time, loaded by a class loader of its own, as it is or with a bug in it. */
final class KernelCopy implements AutoCloseable {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "rollcall");

    private final ChildFirst loader;

    private KernelCopy(URL... places) {
        loader = new ChildFirst(places);
    }

    /** A copy without a bug. */
    static KernelCopy unchanged() {
        return new KernelCopy(compiled());
    }

    /** A copy with {@code bug} in it, compiled into {@code folder}, an empty one. */
    static KernelCopy with(SeededBug bug, Path folder) throws IOException {
        Path source = SOURCES.resolve(bug.source());
        compile(source, bug.in(Files.readString(source)), folder);
        return new KernelCopy(folder.toUri().toURL(), compiled());
    }

    private static URL compiled() {
        return OfflineReplay.class.getProtectionDomain().getCodeSource().getLocation();
    }

    private static void compile(Path source, String code, Path folder) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "-proc:none",
                "-implicit:none",
                "-nowarn",
                "-d",
                folder.toString(),
                "-classpath",
                System.getProperty("java.class.path"));
        boolean done = compiler.getTask(messages, null, null, options, null, List.of(new Code(source.toUri(), code)))
                .call();
        if (!done) {
            throw new IllegalStateException(
                    "Expected %s to compile with the bug in it, but: %s".formatted(source, messages));
        }
    }

    /** What this copy makes of {@code history}. */
    OracleResult replayed(History history) throws ReflectiveOperationException {
        Class<?> pseudonymiser = copyOf(Pseudonymiser.class);
        Class<?> type = copyOf(OfflineReplay.class);
        Consumer<String> problems = problem -> {};
        Object replay = type.getConstructor(String.class, String.class, pseudonymiser, Consumer.class)
                .newInstance(
                        history.policyYaml(),
                        "policy.yaml",
                        pseudonymiser.getMethod("fixed").invoke(null),
                        problems);
        type.getMethod("run", Iterator.class, String.class, Instant.class)
                .invoke(replay, history.ndjsonLinesInArrivalOrder().iterator(), "events.ndjson", history.asOf());
        return OracleResult.read(lines(replay, "alerts"), lines(replay, "figures"));
    }

    private static List<String> lines(Object replay, String of) throws ReflectiveOperationException {
        return ((List<?>) replay.getClass().getMethod(of).invoke(replay))
                .stream().map(String.class::cast).toList();
    }

    /** The copy of a class of the program. */
    Class<?> copyOf(Class<?> original) throws ClassNotFoundException {
        return loader.loadClass(original.getName());
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    /** Source code that lies in no file. */
    private static final class Code extends SimpleJavaFileObject {
        private final String code;

        Code(URI name, String code) {
            super(name, JavaFileObject.Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }

    /** Looks in its own places first, and elsewhere only for what they do not have. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL... places) {
            super(places, KernelCopy.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                boolean own = findResource(name.replace('.', '/') + ".class") != null;
                return own ? findClass(name) : super.loadClass(name, resolve);
            }
        }
    }
}
