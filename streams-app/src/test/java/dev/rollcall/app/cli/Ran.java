package dev.rollcall.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What came of one command line: its exit code, and what it printed. */
public record Ran(int code, String out, String err) {

    static Ran rollcall(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Rollcall.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = commandLine.execute(args);
        return new Ran(code, out.toString(), err.toString());
    }

    /** The same, with the broker and the registry that {@code config} names. */
    public static Ran rollcall(Path config, String... args) {
        return rollcall(Stream.concat(Stream.of("--config", config.toString()), Stream.of(args))
                .toArray(String[]::new));
    }
}
