package dev.rollcall.app.page;

import dev.rollcall.app.http.Site;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The files of the page, as they lie beside this class; read once. */
final class StaticFiles {
    private static final int OK = 200;

    private final Map<String, Site.Content> files = new TreeMap<>();

    StaticFiles() {
        add("/", "page.html", "text/html; charset=utf-8");
        add("/page.css", "page.css", "text/css; charset=utf-8");
        add("/page.js", "page.js", "text/javascript; charset=utf-8");
        add("/icon.svg", "icon.svg", "image/svg+xml");
    }

    private void add(String path, String name, String type) {
        byte[] bytes = read(name);
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        files.put(path, new Site.Content(OK, type, HexFormat.of().toHexDigits(sum.getValue()), () -> bytes));
    }

    private static byte[] read(String name) {
        try (InputStream file = StaticFiles.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("Expected %s beside the classes, but it is not there".formatted(name));
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Site.@Nullable Content at(String path) {
        return files.get(path);
    }
}
