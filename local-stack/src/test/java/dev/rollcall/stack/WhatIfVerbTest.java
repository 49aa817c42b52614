package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.Audit;
import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveReader;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.cli.Ran;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.model.AuditEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Asking the topics what another policy would have found, and who received one child's records; each test under its own topics. */
@Timeout(180)
@ExtendWith(SharedStack.class)
class WhatIfVerbTest {
    private static final Path DEMO = Path.of("..", "policies", "demo");
    private static final Instant LAST = Instant.parse("2019-12-31T00:00:00Z");
    private static final String REASON = "--reason=Review of limits";

    @TempDir
    Path folder;

    private Path analyst = Path.of("");
    private Path operator = Path.of("");
    private Connections connections = new Connections(Configuration.of(Map.of()));
    private String out = "";
    private String err = "";

    @BeforeEach
    void configure(LocalStack stack, TestInfo test) throws Exception {
        String prefix = test.getTestMethod().orElseThrow().getName() + ".";
        String settings = """
                topics: { prefix: %s, partitions: 3, replication: 1 }
                kafka: { bootstrap.servers: '%s' }
                registry: { url: '%s' }
                """.formatted(prefix, stack.bootstrapServers(), stack.registryUrl());
        analyst = Files.writeString(folder.resolve("analyst.yaml"), settings);
        operator = Files.writeString(folder.resolve("operator.yaml"), settings + "role: operator\n");
        connections = new Connections(Configuration.read(analyst, Map.of()));
        assertEquals(0, rollcall(analyst, "topics", "--create"), err);
    }

    private int rollcall(Path config, String... args) {
        Ran ran = Ran.rollcall(config, args);
        out = ran.out();
        err = ran.err();
        return ran.code();
    }

    /** The demo's story in the topics. */
    private void tell() {
        assertEquals(
                0,
                rollcall(
                        analyst,
                        "policy",
                        "publish",
                        DEMO.resolve("policy.yaml").toString()),
                err);
        assertTrue(out.startsWith("No policy was published before, so there is nothing to compare with."), out);
        assertEquals(0, rollcall(analyst, "send", DEMO.resolve("events.ndjson").toString()), err);
        try (DirectiveWriter directives = new DirectiveWriter(connections, 3)) {
            directives.tick(LAST);
        }
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String policy() throws Exception {
        return Files.readString(DEMO.resolve("policy.yaml"));
    }

    private String stricter() throws Exception {
        return file("stricter.yaml", policy().replace("per: month,   at-most: 1500", "per: month,   at-most: 1200"));
    }

    /** What was written after the first publication, which is written, too. */
    private List<AuditEntry> audit() {
        List<AuditEntry> entries = Audit.entries(connections);
        assertEquals("policy publish", entries.get(0).action());
        return entries.subList(1, entries.size());
    }

    @Test
    void comparesTwoPoliciesOverTheSameRecordsAndWritesItDown() throws Exception {
        // Given
        tell();
        assertEquals(List.of(), audit(), "a first publication reads no history");
        String stricter = stricter();
        Path html = folder.resolve("what-if.html");
        Path json = folder.resolve("what-if.json");
        Path csv = folder.resolve("what-if.csv");
        String[] args = {
            "replay",
            "--against",
            "live",
            "--policy",
            stricter,
            REASON,
            "--html",
            html.toString(),
            "--json",
            json.toString(),
            "--csv",
            csv.toString()
        };

        // When
        int code = rollcall(analyst, args);

        // Then
        assertEquals(0, code, err);
        assertTrue(out.startsWith("stricter.yaml finds "), out);
        assertTrue(out.contains("where the policy in force finds "), out);
        assertTrue(out.contains("limit 1,500 → 1,200"), out);
        assertTrue(out.contains("Counts of fewer than 10 people are not told"), out);
        assertEquals(1, audit().size());
        AuditEntry entry = audit().get(0);
        assertEquals("replay", entry.action());
        assertTrue(entry.role().startsWith("analyst, counts under 10 hidden, limits from "), entry.role());
        assertEquals("Review of limits", entry.reason());
        assertTrue(entry.arguments().contains("--policy=" + stricter), entry.toString());
        assertTrue(
                entry.policy().matches("national-pupil-database version 2, stricter.yaml with SHA-256 [0-9a-f]{64}"),
                entry.policy());
        assertEquals(0, rollcall(analyst, "show", "audit"), err);
        assertTrue(out.contains("Review of limits"), out);

        // When asked again
        byte[] page = Files.readAllBytes(html);
        byte[] table = Files.readAllBytes(csv);
        byte[] lines = Files.readAllBytes(json);
        String once = out;
        assertEquals(0, rollcall(analyst, args), err);

        // Then
        assertFalse(once.isEmpty());
        assertArrayEquals(page, Files.readAllBytes(html));
        assertArrayEquals(table, Files.readAllBytes(csv));
        assertArrayEquals(lines, Files.readAllBytes(json));

        // When each policy has several passes of its own
        String told = out;
        List<String> inPasses = new ArrayList<>(List.of(args));
        inPasses.addAll(List.of("--passes", "3"));
        assertEquals(0, rollcall(analyst, inPasses.toArray(String[]::new)), err);

        // Then
        assertEquals(told, out);
        assertArrayEquals(table, Files.readAllBytes(csv));
        assertArrayEquals(lines, Files.readAllBytes(json));
    }

    @Test
    void nothingIsReadWithoutAReasonAnAuditOrByALowLimit() throws Exception {
        // Given
        tell();
        String stricter = stricter();

        // Then
        assertEquals(2, rollcall(analyst, "replay", "--against", "live", "--policy", stricter));
        assertTrue(err.startsWith("Expected '--reason' to say why you ask"), err);
        assertEquals(2, rollcall(analyst, "replay"));
        assertEquals(2, rollcall(analyst, "replay", "--against", "live", REASON));
        String oracle = file(
                "oracle.yaml",
                policy().replace(
                                "    purposes: [crime-investigation, safeguarding]\n",
                                "    purposes: [crime-investigation, safeguarding]\n    limits: { few: { count: children, per: day, at-most: 4 } }\n"));
        assertEquals(4, rollcall(analyst, "replay", "--against", "live", "--policy", oracle, REASON));
        assertTrue(err.contains("agreements.police-requests.limits.few, " + oracle + " line "), err);
        assertEquals(
                List.of("replay, refused"),
                audit().stream().map(AuditEntry::action).toList());
        assertEquals(0, rollcall(operator, "replay", "--against", "live", "--policy", oracle, REASON), err);
        assertEquals("operator", audit().get(1).role());

        // When there is no audit
        try (Admin admin = connections.admin()) {
            admin.deleteTopics(List.of(connections.topics().audit().name()))
                    .all()
                    .get();
        }
        // Then
        for (String[] args :
                new String[][] {{"replay", REASON}, {"replay", "--against", "live", "--policy", stricter, REASON}}) {
            assertEquals(3, rollcall(analyst, args));
            assertTrue(
                    err.startsWith(
                            "Expected topic '" + connections.topics().audit().name() + "'"),
                    err);
            assertEquals("", out);
        }
    }

    @Test
    void aReplayTellsAnalystsNoFewPeople() throws Exception {
        // Given
        tell();
        Path alerts = folder.resolve("alerts.ndjson");
        Path figures = folder.resolve("figures.ndjson");
        String[] args = {"replay", REASON, "--alerts", alerts.toString(), "--figures", figures.toString()};

        // When
        assertEquals(0, rollcall(analyst, args), err);
        String hidden = out + Files.readString(alerts);
        List<String> lines = Files.readAllLines(figures);
        assertEquals(0, rollcall(operator, args), err);

        // Then
        String few = "(?s).*\\b[1-9] (different )?(children|child|people|person|records?)\\b.*";
        assertFalse(hidden.matches(few), hidden);
        String fewCounted = ".*\"basis\":\"(children|asked|records)\".*\"count\":[1-9],.*";
        assertTrue(lines.stream().noneMatch(line -> line.matches(fewCounted)));
        assertTrue(lines.stream().anyMatch(line -> line.contains("\"told\":\"under 10\"")));
        List<String> all = Files.readAllLines(figures);
        assertTrue(all.stream().anyMatch(line -> line.matches(fewCounted)));
        assertEquals(all.size(), lines.size());
    }

    @Test
    void aVersionThatLoosensMustSayWhyAndIsTriedBeforeItIsPublished() throws Exception {
        // Given
        tell();
        String second = policy().substring(policy().indexOf("\n---\n") + 5);
        String third = second.replace("version: 2", "version: 3")
                .replace("from: 2016-10-07", "from: 2099-01-01")
                .replaceAll("per: month,   at-most: 1500", "per: month,   at-most: 2000");
        String silent = file("silent.yaml", third.replaceAll("(?m)^because: .*\n", ""));
        String saying = file("saying.yaml", third);

        // When
        int code = rollcall(analyst, "policy", "publish", silent);

        // Then
        assertEquals(4, code, out);
        assertTrue(
                err.contains(
                        "Expected 'because' in version 3, since it loosens, but it is missing: ho-children-month: at most 1,500 becomes 2,000; 1 body affected ("
                                + silent + " line "),
                err);
        String other = third.replaceAll("(?m)^because: .*\n", "")
                .replaceAll("per: month,   at-most: 2000", "per: month,   at-most: 1500")
                .replaceFirst("(?m)^lateness: .*$", "lateness: 30 days");
        assertEquals(4, rollcall(analyst, "policy", "publish", file("other.yaml", other)), out);
        assertTrue(err.contains("since it may loosen, but it is missing: policy: lateness "), err);
        assertEquals(1, held(), "nothing was published");
        assertEquals(List.of(), audit());

        // When
        assertEquals(0, rollcall(analyst, "policy", "publish", saying), err);

        // Then
        assertTrue(out.contains("loosens     ho-children-month: at most 1,500 becomes 2,000; 1 body affected"), out);
        assertTrue(out.contains("The 12 months before 2019-12-31T00:00:00Z, had version 3 been in force:"), out);
        assertTrue(out.contains("version 3 finds "), out);
        assertTrue(out.contains("Published version 3 of the policy in 3 partitions."), out);
        assertEquals(2, held());
        AuditEntry entry = audit().get(0);
        assertEquals("policy publish", entry.action());
        assertTrue(entry.reason().startsWith("Memorandum 2.1 narrows"), entry.reason());

        // When left out
        String fourth = file(
                "fourth.yaml",
                third.replace("version: 3", "version: 4").replace("from: 2099-01-01", "from: 2099-02-01"));
        assertEquals(0, rollcall(analyst, "policy", "publish", "--no-what-if", fourth), err);

        // Then
        assertTrue(out.contains("left out, as asked"), out);
        assertEquals(2, audit().size());
        assertTrue(audit().get(1).arguments().contains("--no-what-if"), audit().toString());
        assertEquals(3, held());
        assertEquals(0, rollcall(analyst, "policy", "diff", "live", saying), err);
        assertTrue(out.contains("No rule changes."), out);
    }

    @Test
    void aPeriodOfTheAnalystsOwnIsCountedNeitherByAReplayNorBeforeAPublication() throws Exception {
        // Given
        tell();
        String third = policy().substring(policy().indexOf("\n---\n") + 5)
                .replace("version: 2", "version: 3")
                .replace("from: 2016-10-07", "from: 2099-01-01");
        String own = file(
                "own.yaml",
                third.replaceFirst("(?m)^periods:$", "periods:\n  two-days: { from: 2019-03-01, to: 2019-03-02 }"));

        // When
        int replayed = rollcall(analyst, "replay", "--against", "live", "--policy", own, REASON);

        // Then
        assertEquals(4, replayed, out);
        String refused = "found 'two-days' from 2019-03-01 to 2019-03-02 (periods.two-days, " + own;
        assertTrue(err.contains(refused), err);
        for (String[] args : new String[][] {{"policy", "publish", "--dry-run", own}, {"policy", "publish", own}}) {
            assertEquals(0, rollcall(analyst, args), err);
            assertTrue(out.contains("Only an operator is shown what this version would have found: "), out);
            assertTrue(out.contains(refused), out);
            assertFalse(out.contains("version 3 finds"), out);
        }
        assertTrue(out.contains("Published version 3 of the policy"), out);
        assertEquals(0, rollcall(analyst, "replay", "--against", "live", "--policy", own, REASON), "published: " + err);
    }

    @Test
    void saysWhichVersionsJudgeWhatCameBeforeThem() throws Exception {
        // Given
        tell();
        String second = policy().substring(policy().indexOf("\n---\n") + 5);
        String third = second.replace("version: 2", "version: 3")
                .replace("from: 2016-10-07", "from: 2099-01-01")
                .replace("per: month,   at-most: 1500", "per: month,   at-most: 1200");
        String begins = "is in force from 2099-01-01 on, after the last tick (" + LAST + "): ";

        // When alone, then as the last of several
        assertEquals(
                0, rollcall(analyst, "replay", "--against", "live", "--policy", file("3.yaml", third), REASON), err);
        assertTrue(
                out.startsWith("Version 3 of 3.yaml " + begins
                        + "as the first version there, it judges all that came before it, too.\n"),
                out);
        assertTrue(out.contains("limit 1,500 → 1,200"), out);
        String all = file("all.yaml", policy() + "\n---\n" + third);
        assertEquals(0, rollcall(analyst, "replay", "--against", "live", "--policy", all, REASON), err);
        assertTrue(
                out.startsWith("Version 3 of all.yaml " + begins
                        + "nothing here is judged by it. See '--as-if-always'.\nall.yaml finds what "),
                out);
    }

    private int held() {
        try (DirectiveReader reader = new DirectiveReader(connections)) {
            return reader.policies().size();
        }
    }

    @Test
    void listsWhoReceivedOneChildsRecordsForOperatorsAlone() throws Exception {
        // Given
        String token = "tok-6e1f0c77ab";
        tell();
        String extract = """
                {"type":"extract","eventId":"%1$s","feed":"f","at":"2018-06-1%2$sT10:00:00Z","appendedAt":"2018-06-1%2$sT11:00:00Z",\
                "body":"%3$s","extractId":"%1$s","records":1,"fields":["Surname"],"children":["%4$s"]%5$s}
                """;
        String more = file(
                "more.ndjson",
                extract.formatted("x-a", 1, "police", token, ",\"purpose\":\"crime-investigation\"")
                        + extract.formatted("x-b", 2, "daily-news", token, "")
                        + extract.formatted("x-b", 2, "daily-news", token, ",\"retracts\":true")
                        + extract.formatted("x-c", 3, "police", "another", ",\"childCount\":5"));
        assertEquals(0, rollcall(analyst, "send", more), err);
        String child = file("child.txt", token + "\n");
        String why = "--reason=Request 17 of a parent";

        // Then
        assertEquals(3, rollcall(analyst, "replay", "--child-file", child, why));
        assertEquals("Expected 'role' to be operator with '--child-file', but it is analyst", err.strip());
        assertEquals(2, rollcall(operator, "replay", "--child-file", child));
        assertEquals(5, rollcall(operator, "replay", "--child-file", child, "--reason=about " + token));
        assertFalse(err.contains(token), err);
        String two = file("two.txt", token + "\n" + token + "\n");
        assertEquals(5, rollcall(operator, "replay", "--child-file", two, why));
        assertEquals("Expected %s to hold one line, the child's token, but it has 2 lines".formatted(two), err.strip());
        assertEquals(
                List.of("replay, refused"),
                audit().stream().map(AuditEntry::action).toList());

        // When
        assertEquals(0, rollcall(operator, "replay", "--child-file", child, why), err);

        // Then
        List<String> lines = out.lines().toList();
        assertTrue(lines.get(1).matches("2018-06-11 +The police +x-a +name +crime-investigation"), out);
        assertTrue(lines.get(2).matches("2018-06-12 +The Daily News +x-b +name +retracted"), out);
        assertTrue(
                out.strip()
                        .endsWith(
                                "By 2019-12-31, records of this child had been given to The police in 1 extract; 1 other extract named it and was retracted; 1 further extract stated more children than it named, so this child may be among them."),
                out);
        assertFalse((out + err + audit()).contains(token));
        assertEquals(List.of("--child-file=" + child), audit().get(1).arguments());

        // When nobody did
        String nobody = file("nobody.txt", "tok-of-nobody");
        assertEquals(0, rollcall(operator, "replay", "--child-file", nobody, why), err);
        assertTrue(
                out.startsWith(
                        "Read until 2019-12-31T00:00:00Z.\nBy 2019-12-31, no extract that stands names this child; 1 further"),
                out);
    }
}
