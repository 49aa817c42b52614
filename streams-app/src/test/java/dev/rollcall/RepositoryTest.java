package dev.rollcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the files of the repository to what its documents say of them, and to being at home on any machine. */
class RepositoryTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** What tools leave behind, and what is not part of a checkout. */
    private static final Set<String> NOT_OURS =
            Set.of(".git", ".rollcall", ".idea", ".vscode", ".settings", "target", "node_modules");

    /** A path as {@code code}: names with slashes between them, {@code <X>} standing for any text. */
    private static final Pattern PATH_AS_CODE = Pattern.compile("`((?:[\\w.<>-]+/)+[\\w.<>-]*|[\\w.-]+\\.(?:md|xml))`");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");

    /** Folders of one machine; written so that this file passes. */
    private static final Pattern FOLDER_OF_ONE_MACHINE = Pattern.compile("(?<![\\w.}*-])/(?:work|root|home/\\w+)[/]");

    @Test
    void everyPathInContributingExists() throws IOException {
        List<String> paths = PATH_AS_CODE
                .matcher(Files.readString(ROOT.resolve("CONTRIBUTING.md")))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        List<Path> files = files();
        List<String> missing =
                paths.stream().filter(path -> !exists(path, files)).toList();
        assertFalse(paths.isEmpty());
        assertEquals(List.of(), missing);
    }

    @Test
    void everyLinkBetweenDocumentsLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : files()) {
            if (!document.toString().endsWith(".md")) {
                continue;
            }
            for (MatchResult link : LINK.matcher(Files.readString(ROOT.resolve(document)))
                    .results()
                    .toList()) {
                String target = link.group(1);
                if (!target.contains(":")
                        && !Files.exists(ROOT.resolve(document).resolveSibling(target))) {
                    broken.add(document + " -> " + target);
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void noFileNamesAFolderOfOneMachine() throws IOException {
        List<Path> naming = new ArrayList<>();
        for (Path file : files()) {
            String text = Files.readString(ROOT.resolve(file), StandardCharsets.ISO_8859_1);
            if (FOLDER_OF_ONE_MACHINE.matcher(text).find()) {
                naming.add(file);
            }
        }
        assertEquals(List.of(), naming);
    }

    private static boolean exists(String path, List<Path> files) {
        if (!path.contains("<")) {
            return Files.exists(ROOT.resolve(path));
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + path.replaceAll("<\\w+>", "*"));
        return files.stream().anyMatch(matcher::matches);
    }

    /** Every file of the repository, relative to its top. */
    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean ours = !NOT_OURS.contains(directory.getFileName().toString());
                return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                // In a linked worktree .git is a file.
                if (!NOT_OURS.contains(file.getFileName().toString())) {
                    files.add(ROOT.relativize(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
