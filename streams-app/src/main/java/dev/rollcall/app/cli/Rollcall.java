package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.UnreachableException;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.app.files.InputException;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.replay.ChangedHistoryException;
import dev.rollcall.wire.EventException;
import dev.rollcall.wire.WireRefusedException;
import dev.rollcall.wire.WireUnavailableException;
import dev.rollcall.wire.registry.RegistryRefusalException;
import dev.rollcall.wire.registry.RegistryUnavailableException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The command line: what every verb shares, and how each kind of failure is told. */
@Command(
        name = "rollcall",
        description = "Counts children, not requests: watches bulk requests for children's records.",
        synopsisSubcommandLabel = "VERB",
        mixinStandardHelpOptions = true,
        versionProvider = Rollcall.Version.class,
        subcommands = {
            Run.class,
            Forward.class,
            Send.class,
            Replay.class,
            ScenarioVerb.class,
            Show.class,
            Verify.class,
            PolicyVerbs.class,
            TopicsVerb.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  all is well",
            "  1  something unexpected went wrong",
            "  2  the command line was not understood",
            "  3  the configuration is wrong or incomplete",
            "  4  the policy is wrong, or this version cannot judge by it",
            "  5  a file could not be read or written, or holds lines that could not be sent",
            "  6  the broker or the registry could not be reached, or refused",
            "  7  what was compared differs, or an answer lacks records that are gone"
        })
public final class Rollcall {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The configuration; the environment (ROLLCALL_…) prevails over it.")
    private @Nullable Path config;

    private Rollcall() {}

    /** Runs {@code args}, with {@code more} verbs besides the product's own, and exits with its code. */
    public static void run(String[] args, Object... more) {
        System.exit(commandLine(more).execute(args));
    }

    /** The command line with the product's verbs and {@code more}, which does not exit. */
    public static CommandLine commandLine(Object... more) {
        CommandLine commandLine = new CommandLine(new Rollcall());
        for (Object verb : more) {
            commandLine.addSubcommand(verb);
        }
        return commandLine
                .setExecutionExceptionHandler(Rollcall::tell)
                .registerConverter(
                        Instant.class,
                        text -> converted(text, "a time with its zone, as 2016-10-31T00:00:00Z", Instant::parse))
                .registerConverter(LocalDate.class, text -> converted(text, "a day, as 2016-10-31", LocalDate::parse))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    private static <T> T converted(String text, String expected, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException("expected %s, but was '%s'".formatted(expected, text));
        }
    }

    /** The configuration that {@code --config}, else {@code ROLLCALL_CONFIG}, names, with the environment over it. */
    static Configuration configuration(CommandSpec verb) {
        Path config = ((Rollcall) verb.root().userObject()).config;
        String named = System.getenv("ROLLCALL_CONFIG");
        Path file = config != null || named == null ? config : Path.of(named);
        return Configuration.read(file, System.getenv());
    }

    /** The broker and the registry that the configuration of {@code verb} names. */
    static Connections connections(CommandSpec verb) {
        return new Connections(configuration(verb));
    }

    private static int tell(Exception exception, CommandLine commandLine, CommandLine.ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        String message = String.valueOf(exception.getMessage());
        if (exception instanceof ConfigurationException) {
            err.println(message);
            return ExitCode.CONFIGURATION;
        }
        if (exception instanceof PolicyException) {
            err.println(message);
            return ExitCode.POLICY;
        }
        if (exception instanceof InputException || exception instanceof EventException) {
            err.println(message);
            return ExitCode.INPUT;
        }
        if (exception instanceof RegistryUnavailableException
                || exception instanceof RegistryRefusalException
                || exception instanceof WireUnavailableException
                || exception instanceof WireRefusedException
                || exception instanceof UnreachableException
                || exception instanceof ChangedHistoryException
                || exception instanceof RetriableException) {
            err.println(message);
            return ExitCode.UNREACHABLE;
        }
        err.println("Something unexpected went wrong; please report this:");
        exception.printStackTrace(err);
        return ExitCode.FAILED;
    }

    /** The version as the build wrote it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Rollcall.class.getPackage().getImplementationVersion();
            return new String[] {"rollcall " + (version == null ? "(from source)" : version)};
        }
    }
}
