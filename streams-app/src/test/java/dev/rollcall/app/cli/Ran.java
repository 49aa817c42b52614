package dev.rollcall.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What came of one command line: its exit code, and what it printed. */
record Ran(int code, String out, String err) {

    static Ran rollcall(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Rollcall.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = commandLine.execute(args);
        return new Ran(code, out.toString(), err.toString());
    }
}
