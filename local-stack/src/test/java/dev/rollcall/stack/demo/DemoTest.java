package dev.rollcall.stack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.cli.Rollcall;
import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Finding;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.OfflineReplay;
import dev.rollcall.replay.Replay;
import dev.rollcall.wire.EventLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo tells, of its own files and of files that a reader has changed. */
class DemoTest {
    private static final Path FILES =
            Path.of("..", "policies", "demo").toAbsolutePath().normalize();
    private static final Path POLICY = FILES.resolve("policy.yaml");
    private static final Path EVENTS = FILES.resolve("events.ndjson");

    @TempDir
    private Path folder;

    /** What a run printed, and how it ended. */
    private record Told(int exit, String out, String err) {
        /** From the heading that begins so to the next. */
        String chapter(String heading) {
            int start = out.indexOf("── " + heading);
            int end = out.indexOf("\n── ", start);
            assertTrue(start >= 0, () -> "no heading " + heading + " in " + out);
            return out.substring(start, end < 0 ? out.length() : end);
        }

        /** How many alerts a chapter tells, by severity. */
        Map<String, Integer> alerts(String heading) {
            Map<String, Integer> alerts = new TreeMap<>();
            Matcher severity = Pattern.compile("(?m)^ {3}(INFO|WARNING|HIGH|CRITICAL) +\\S")
                    .matcher(chapter(heading));
            while (severity.find()) {
                alerts.merge(severity.group(1), 1, Integer::sum);
            }
            return alerts;
        }

        /** The text as one line, however it was broken. */
        String unbroken() {
            return out.replaceAll("\\s+", " ");
        }
    }

    private static Told demo(@Nullable Live live, Path policy, Path events, String... more) {
        return tell(new Demo(live), policy, events, more);
    }

    private static Told tell(Demo demo, Path policy, Path events, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> arguments =
                new ArrayList<>(List.of("demo", "--policy", policy.toString(), "--events", events.toString()));
        arguments.addAll(Arrays.asList(more));
        int exit = Rollcall.commandLine(demo)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return new Told(exit, out.toString(), err.toString());
    }

    private static Told offline(Path policy, Path events) {
        return demo(null, policy, events, "--offline");
    }

    @Test
    void everyPublishedFigureIsMet() {
        Told told = offline(POLICY, EVENTS);

        assertEquals(0, told.exit());
        assertFalse(told.out().contains("✗"), told.out());
        List<String> figures = List.of(
                "requests 31 31 ✓ 33 33 ✓",
                "requests answered with data 21 21 ✓ 16 16 ✓",
                "children 21 21 ✓ 62 62 ✓",
                "requests 25 25 ✓ 25 25 ✓",
                "people asked about 2,462 2,462 ✓ 2,461 2,461 ✓",
                "children found and returned 520 520 ✓ 531 531 ✓",
                "people not found 1,942 1,942 ✓ 1,930 1,930 ✓",
                "people asked about 216 216 ✓ 1,500 14%",
                "children returned 61 61 ✓ 1,500 4%",
                "16 of 16 published figures met ✓");
        figures.forEach(figure -> assertTrue(told.unbroken().contains(figure), figure));
    }

    @Test
    void theCausesOfARestatementAreReadFromTheEvents() {
        String chapter = offline(POLICY, EVENTS).chapter("1");

        List<String> causes = List.of(
                "· 2 requests logged late, up to 1,488 days after their dates",
                "· 5 extracts retracted, with 5 children",
                "· 12 extracts corrected: 12 children become 58",
                "· 1 request corrected: 83 people asked about become 82",
                "· 1 extract logged late, 472 days after its date: 8 children",
                "· 1 extract corrected: 27 children become 30",
                "25 requests came in 15 months, more than one in 10 of them");
        causes.forEach(cause -> assertTrue(chapter.contains(cause), cause));
    }

    @Test
    void eachChapterTellsTheAlertsThatBelongToIt() {
        Told told = offline(POLICY, EVENTS);

        assertEquals(Map.of("WARNING", 1), told.alerts("1"));
        assertTrue(
                told.unbroken()
                        .contains("The Home Office received records of children under its memorandum, which was made"
                                + " public only on 15 December 2016."),
                told.out());
        assertEquals(Map.of(), told.alerts("2"));
        assertEquals(Map.of("HIGH", 3, "WARNING", 3), told.alerts("3"));
        assertEquals(Map.of("CRITICAL", 1, "HIGH", 4, "WARNING", 2), told.alerts("4"));
        assertFalse(told.out().contains("── Besides"), "every alert belongs to a chapter");
    }

    @Test
    void theEventsGiveTheseAlertsAndNoOthers() throws IOException {
        List<String> standing = replay().replay().alerts().stream()
                .filter(alert -> alert.state() == AlertState.RAISED)
                .map(Alert::finding)
                .collect(Collectors.groupingBy(
                        finding -> finding.rule() + " " + finding.entity().id() + " "
                                + finding.window().replaceAll("@.*", ""),
                        TreeMap::new,
                        Collectors.mapping(DemoTest::band, Collectors.toCollection(ArrayList::new))))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " "
                        + entry.getValue().stream().sorted().toList())
                .toList();

        assertEquals(
                List.of(
                        "category-outside daily-news 2019-11 [0]",
                        "category-outside home-office 2019-09 [0]",
                        "ho-asked-month home-office 2019-03 [50, 80, 95]",
                        "ho-asked-month home-office 2019-06 [50, 80, 95]",
                        "ho-children-30-days home-office 30d [50, 50, 80, 80, 95, 95, 100, 100]",
                        "ho-children-month home-office 2019-03 [50, 80, 95, 100]",
                        "ho-children-month home-office 2019-07 [50]",
                        "locates-a-child home-office 2019-10 [0]",
                        "name-with-reason barsetshire 2019-09 [0]",
                        "names-to-press daily-news 2019-11 [0]",
                        "new-combination home-office 2019-09 [0]",
                        "new-combination home-office 2019-10 [0]",
                        "unpublished home-office life [0]"),
                standing);
    }

    private static int band(Finding finding) {
        return finding.band() == null ? 0 : Integer.parseInt(finding.band());
    }

    @Test
    void haltingOnTheWayChangesNothing() throws IOException {
        History history = new History(Files.readString(POLICY), "policy.yaml", events());
        new Story(new Page(new PrintWriter(new StringWriter()))).tell(history);

        Replay plain = replay().replay();
        assertEquals(findings(plain), findings(history.replay()));
        assertEquals(counts(plain), counts(history.replay()));
    }

    private static Map<String, Finding> findings(Replay replay) {
        return replay.alerts().stream()
                .collect(Collectors.toMap(alert -> alert.state() + " " + alert.id(), Alert::finding));
    }

    private static Map<FigureKey, Long> counts(Replay replay) {
        return replay.figures().stream().collect(Collectors.toMap(Figure::key, Figure::count));
    }

    private static List<EventLine> events() throws IOException {
        return History.parse(Files.readAllLines(EVENTS), "events.ndjson");
    }

    private static OfflineReplay replay() throws IOException {
        return new OfflineReplay(Files.readString(POLICY), "policy.yaml", Pseudonymiser.fixed(), message -> {
                    throw new AssertionError(message);
                })
                .run(Files.readAllLines(EVENTS).iterator(), "events.ndjson", null);
    }

    @Test
    void theSixthChapterTellsWhatNoCapCatchesAndOnWhichDay() {
        String chapter = offline(POLICY, EVENTS).chapter("6").replaceAll("\\s+", " ");

        List<String> told = List.of(
                "for 490 days, checks the ages of 45 learners a day: 22,050 in all, at most 1,395 in a month.",
                "day 1, 45 learners WARNING Trustopia received 45 records in 2018, but has declared no volume",
                "day 1, 45 learners WARNING The group edududes-ltd received the records of 45 different children on 3 "
                        + "September 2018; next to nothing a day was usual until then.",
                "day 5, 225 learners HIGH Trustopia submitted 0 requests in September 2018, 0.0% of 225 different children",
                "5 alerts within 5 days");
        told.forEach(sentence -> assertTrue(chapter.contains(sentence), chapter));
    }

    @Test
    void theOrdinaryMonthIsSilentUntilTheLimitIsChangedAsTheDemoSays() throws IOException, InterruptedException {
        Told told = offline(POLICY, EVENTS);
        assertTrue(told.chapter("2").contains("Silence: no alert in this month, nor in any month before it."));
        String sentence =
                "HIGH The Home Office received the records of 61 different children in January 2019; its memorandum "
                        + "allows 60.";
        assertTrue(told.chapter("Change a limit").replaceAll("\\s+", " ").contains(sentence), told.out());

        String command = told.chapter("Change a limit")
                .lines()
                .filter(line -> line.startsWith("   sed "))
                .findFirst()
                .orElseThrow();
        Process shell = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertEquals(0, shell.waitFor());
        Told changed = offline(folder.resolve("stricter.yaml"), EVENTS);
        assertTrue(changed.chapter("2").replaceAll("\\s+", " ").contains(sentence), changed.out());
        assertTrue(changed.chapter("Change a limit").contains("Silence."), changed.out());
        assertEquals(0, changed.exit(), "the published figures do not depend on limits");
    }

    @Test
    void onePoliceChildFewerIsSeen() throws IOException {
        String events = Files.readString(EVENTS);
        Path edited = folder.resolve("events.ndjson");
        Files.writeString(edited, events.replace(",\"pol-00067\"", ""));

        Told told = offline(POLICY, edited);

        assertEquals(7, told.exit());
        assertTrue(told.unbroken().contains("children 21 21 ✓ 62 61 ✗"), told.out());
        assertTrue(told.unbroken().contains("15 of 16 published figures met ✗"), told.out());
    }

    @Test
    void linesFitATerminalOf100Columns() throws IOException {
        StringWriter out = new StringWriter();
        String policy = Files.readString(POLICY);
        Story story = new Story(new Page(new PrintWriter(out, true)));
        History history = new History(policy, "policies/demo/policy.yaml", events());
        story.tell(history);
        story.tellOfChangedLimit(history, policy, "policies/demo/policy.yaml", "policies/demo/events.ndjson");

        assertEquals(
                List.of(),
                out.toString().lines().filter(line -> line.length() > 100).toList());
    }

    @Test
    void tokensDoNotLookLikePupilNumbers() throws IOException {
        Pattern pupilNumber = Pattern.compile("\"[A-Za-z]?\\d{9,}[A-Za-z]?\"");
        assertFalse(pupilNumber.matcher(Files.readString(EVENTS)).find());
    }

    @Test
    void theLivePartIsToldTheSameStoryUnlessOffline() {
        List<String> calls = new ArrayList<>();
        Live live = (policy, events, replay, headless, out) -> {
            calls.add(events.size() + " " + headless + " " + replay.figures().size());
            return new Live.Told(false, null, null, () -> calls.add("stopped"));
        };

        assertEquals(0, demo(live, POLICY, EVENTS, "--offline").exit());
        assertEquals(List.of(), calls);
        assertEquals(7, demo(live, POLICY, EVENTS, "--headless").exit(), "a different answer through Kafka");
        assertEquals(List.of("211 true 645", "stopped"), calls);
    }

    @Test
    void thePageStaysUntilEnterIsPressedUnlessHeadless() {
        List<String> calls = new ArrayList<>();
        InputStream in = new InputStream() {
            private final InputStream typed = new ByteArrayInputStream("so\nmore".getBytes(StandardCharsets.UTF_8));

            @Override
            public int read() throws IOException {
                int typed = this.typed.read();
                calls.add("read " + typed);
                return typed;
            }
        };
        Live live = (policy, events, replay, headless, out) -> new Live.Told(
                true, URI.create("http://127.0.0.1:1/"), Path.of("demo.yaml"), () -> calls.add("stopped"));

        Told headless = tell(new Demo(live, in), POLICY, EVENTS, "--headless");
        assertEquals(0, headless.exit());
        assertFalse(headless.out().contains("Enter"), headless.out());
        assertEquals(List.of("stopped"), calls);

        calls.clear();
        Told told = tell(new Demo(live, in), POLICY, EVENTS);
        assertEquals(0, told.exit());
        assertTrue(told.out().contains("http://127.0.0.1:1/"), told.out());
        assertEquals(List.of("read 115", "read 111", "read 10", "stopped"), calls);
    }

    @Test
    void saysWhichFileIsMissingOrWrong() throws IOException {
        Path wrong = folder.resolve("events.ndjson");
        Files.writeString(wrong, "{\"type\":\"extract\"}\n");

        Told missing = offline(folder.resolve("none.yaml"), EVENTS);
        Told malformed = offline(POLICY, wrong);

        assertEquals(5, missing.exit());
        assertTrue(missing.err().contains("none.yaml, but there is none"), missing.err());
        assertEquals(5, malformed.exit());
        assertTrue(malformed.err().contains("events.ndjson"), malformed.err());
    }
}
