package dev.rollcall.stack.demo;

import dev.rollcall.app.cli.ExitCode;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.wire.EventLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells the true story with Rollcall's own numbers: by a replay, then through a real broker. */
@Command(
        name = "demo",
        description = "Tells the story of 2016 to 2019 with Rollcall's own numbers.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall demo",
            "  rollcall demo --offline --policy stricter.yaml",
            "It ends with 7 where a published figure is not met, the answer through Kafka differs from the replay's,",
            "or bad input comes to anything but what it must."
        })
public final class Demo implements Callable<Integer> {
    private static final String ON_A_TERMINAL = "rollcall.terminal";

    private final @Nullable Live live;
    private final InputStream in;

    @Spec
    private CommandSpec spec;

    @Option(names = "--headless", description = "Without anything that moves on a screen, for logs and scripts.")
    private boolean headless;

    @Option(names = "--offline", description = "Only the replay: no broker, no registry, no network.")
    private boolean offline;

    @Option(names = "--policy", paramLabel = "FILE", description = "Another policy than the demo's own.")
    private @Nullable Path policy;

    @Option(names = "--events", paramLabel = "FILE", description = "Other events than the demo's own.")
    private @Nullable Path events;

    public Demo() {
        this(new ThroughKafka(), System.getProperty(ON_A_TERMINAL) == null ? InputStream.nullInputStream() : System.in);
    }

    Demo(@Nullable Live live) {
        this(live, InputStream.nullInputStream());
    }

    /** @param in where a reader says that enough was seen, by a line or by an end */
    @SuppressWarnings("NullAway.Init") // picocli sets spec
    Demo(@Nullable Live live, InputStream in) {
        this.live = live;
        this.in = in;
    }

    @Override
    public Integer call() {
        Path policyFile = policy == null ? own("demo", "policy.yaml") : policy;
        Path eventsFile = events == null ? own("demo", "events.ndjson") : events;
        String yaml = TextFiles.read(policyFile);
        List<EventLine> lines = History.parse(TextFiles.read(eventsFile).lines().toList(), eventsFile.toString());
        return tell(policyFile, yaml, eventsFile, lines);
    }

    private int tell(Path policyFile, String yaml, Path eventsFile, List<EventLine> events) {
        PrintWriter out = spec.commandLine().getOut();
        Page page = new Page(out);
        page.blank();
        page.text("Rollcall counts children, not requests.");
        page.text(
                "The published totals are real, and their sources are named. The single events are made up, and with them "
                        + "the causes of each correction and the tokens that stand for children; so are chapters 3 to 6.");
        History history = new History(yaml, policyFile.toString(), events);
        Story story = new Story(page);
        story.tell(history);
        out.flush();
        try (Live.Told told = live == null || offline
                ? new Live.Told(true, null, null, () -> {})
                : live.run(yaml, events, history.replay(), headless, out)) {
            LookUps.read(own("scenarios", LookUps.FILE)).tell(page);
            out.flush();
            story.tellOfChangedLimit(history, yaml, policyFile.toString(), eventsFile.toString());
            page.blank();
            out.flush();
            if (told.page() != null && told.configuration() != null && !headless) {
                letLook(told.page(), told.configuration(), page, out);
            }
            return told.same() && page.met() == page.compared() ? ExitCode.OK : ExitCode.DIFFERENT;
        }
    }

    private void letLook(URI address, Path configuration, Page page, PrintWriter out) {
        page.title("Look around");
        page.text("The monitor still runs, and shows all of this at %s".formatted(address));
        page.text("Ask it yourself, from another terminal; docs/analysts.md has five questions with their answers:");
        page.blank();
        page.command("export ROLLCALL_CONFIG=" + configuration);
        page.command("./rollcall show figures --body police --window pq-48634");
        page.blank();
        page.text("Enter ends it.");
        out.flush();
        try {
            int read;
            do {
                read = in.read();
            } while (read >= 0 && read != '\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the files that come with the program, as one would name it from where one is. */
    private static Path own(String folder, String name) {
        Path here = Path.of("").toAbsolutePath();
        Path home = Path.of(System.getProperty("rollcall.home", "")).toAbsolutePath();
        Path file = home.resolve("policies").resolve(folder).resolve(name);
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
