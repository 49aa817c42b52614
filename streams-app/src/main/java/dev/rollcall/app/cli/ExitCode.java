package dev.rollcall.app.cli;

/** What the program's exit tells a script; one code for each kind of end. */
public final class ExitCode {
    /** All is well. */
    public static final int OK = 0;
    /** Something unexpected went wrong. */
    public static final int FAILED = 1;
    /** The command line was not understood. */
    public static final int USAGE = 2;
    /** The configuration is wrong or incomplete. */
    public static final int CONFIGURATION = 3;
    /** The policy is wrong, or this version cannot judge by it. */
    public static final int POLICY = 4;
    /** A file could not be read or written, or held lines that could not be sent. */
    public static final int INPUT = 5;
    /** The broker or the registry could not be reached, or refused. */
    public static final int UNREACHABLE = 6;
    /** What was compared differs, or an answer may be wrong since records that it should count are gone. */
    public static final int DIFFERENT = 7;

    private ExitCode() {}
}
