package dev.rollcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Holds the sources of every module to what no compiler asks: explicit types, and a sentence on every type. */
class SourceStyleTest {

    private static final Path ROOT = Path.of("..");

    /** Comments and texts, in which any word may stand. */
    private static final Pattern PROSE =
            Pattern.compile("/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(\\\\.|[^\"\\\\\\n])*\"", Pattern.DOTALL);

    private static final Pattern INFERRED_TYPE = Pattern.compile("\\bvar\\s+\\w+\\s*[=:,)]");

    @Test
    void mainCodeWritesItsTypes() throws IOException {
        List<Path> inferring = new ArrayList<>();
        for (Path source : mainSources()) {
            String code = PROSE.matcher(Files.readString(source)).replaceAll("\"\"");
            if (INFERRED_TYPE.matcher(code).find()) {
                inferring.add(source);
            }
        }
        assertEquals(List.of(), inferring, "sources with 'var'");
    }

    @Test
    void everyTypeThatOthersSeeSaysWhatItIs() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> silent = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(mainSources()));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new SilentTypes(docs, silent).scan(unit, null);
            }
        }
        assertEquals(List.of(), silent, "types without Javadoc");
    }

    private static List<Path> mainSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .forEach(directory -> sources.addAll(javaUnder(directory)));
        }
        assertFalse(sources.isEmpty());
        return sources;
    }

    private static List<Path> javaUnder(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Collects the top-level types, and the public ones within them, that have no Javadoc. */
    private static final class SilentTypes extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final List<String> silent;

        SilentTypes(DocTrees docs, List<String> silent) {
            this.docs = docs;
            this.silent = silent;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            boolean topLevel = getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
            boolean ofInterface = getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.INTERFACE;
            boolean seen =
                    topLevel || ofInterface || type.getModifiers().getFlags().contains(Modifier.PUBLIC);
            if (seen && docs.getDocComment(getCurrentPath()) == null) {
                silent.add(type.getSimpleName() + " in "
                        + ROOT.toAbsolutePath()
                                .normalize()
                                .relativize(Path.of(getCurrentPath()
                                        .getCompilationUnit()
                                        .getSourceFile()
                                        .toUri())));
            }
            return super.visitClass(type, nothing);
        }
    }
}
