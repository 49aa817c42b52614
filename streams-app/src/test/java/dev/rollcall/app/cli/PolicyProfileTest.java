package dev.rollcall.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import dev.rollcall.policy.Profile;
import dev.rollcall.wire.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyProfileTest {
    private static final String POLICY = """
            policy: npd
            version: 1
            from: 2015-01-01
            zone: UTC
            bodies:
              north: { kind: local-authority }
              south: { kind: local-authority }
              paper: { kind: press }
            """;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private Path policy;

    @BeforeEach
    void writePolicy() throws IOException {
        policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    }

    private void extracts(int number, String body, String fields) {
        for (int i = 0; i < number; i++) {
            extract("e-" + lines.size(), body, "RELEASED", false, fields);
        }
    }

    private void extract(String id, String body, String stage, boolean retracts, String fields) {
        lines.add("""
                {"type":"extract","stage":"%s","eventId":"%s","extractId":"%s","feed":"portal","retracts":%s,\
                "at":"2016-03-10T12:00:00Z","body":"%s","records":1,"children":["t-1"],"fields":[%s]}""".formatted(stage, id, id, retracts, body, fields.replace('\'', '"')));
    }

    private Ran profile(String kind) throws IOException {
        Path events = Files.write(folder.resolve("events.ndjson"), lines);
        return Ran.rollcall(
                "policy", "profile", "--events", events.toString(), "--policy", policy.toString(), "--kind", kind);
    }

    @Test
    void printsWhatIsUsualForAKindOfBody() throws IOException {
        // Given 22 extracts that count, and others that do not
        extracts(12, "north", "'Surname','Street'");
        extracts(6, "south", "'Surname','Street','Nationality'");
        extracts(4, "south", "'Surname','Postcode'");
        extracts(50, "paper", "'Surname','Nationality'");
        extracts(9, "south", "'FavouriteColour'");
        extract("again", "north", "RELEASED", false, "'Surname','Street'");
        extract("again", "north", "RELEASED", false, "'Surname','Street'");
        extract("again", "north", "RELEASED", true, "'Surname','Street'");
        extract("published", "north", "PUBLISHED", false, "'Surname','Street'");

        // When
        Ran ran = profile("local-authority");

        // Then: 18 together becomes 20, 6 becomes 5, 4 is left out
        assertEquals(ExitCode.OK, ran.code(), ran.err());
        assertEquals("""
                # What was released to 2 bodies of kind local-authority; counts to the nearest 5, none below 5.
                profiles:
                  'local-authority':
                    extracts: 20
                    pairs:
                      address+name: 20
                      address+nationality: 5
                      name+nationality: 5
                """, ran.out().replace("\r\n", "\n"));
    }

    @Test
    void whatItPrintsIsPartOfAPolicy() throws IOException {
        extracts(7, "north", "'Surname','Street'");
        String yaml = POLICY + profile("local-authority").out()
                + "detectors: { unusual: { type: novelty, bits: 3, profile: local-authority } }\n";

        Profile read = RuleBook.read(Yaml.documents(yaml, "policy.yaml"))
                .policies()
                .latest()
                .profiles()
                .get("local-authority");

        assertEquals(
                new Profile("local-authority", 5, Map.of(Categories.of(Category.ADDRESS, Category.NAME), 5L)), read);
    }

    @Test
    void aKindThatTheFileTellsTooLittleOfHasNone() throws IOException {
        extracts(4, "north", "'Surname','Street'");

        Ran ran = profile("local-authority");

        assertEquals(ExitCode.INPUT, ran.code());
        assertEquals("", ran.out());
        assertTrue(
                ran.err()
                        .startsWith(
                                "Expected at least 5 extracts released to bodies of kind 'local-authority', but there"
                                        + " are fewer ("),
                ran.err());
        extracts(1, "south", "'Surname'");
        assertEquals(ExitCode.OK, profile("local-authority").code());
    }

    @Test
    void saysWhichKindsThereAre() throws IOException {
        Ran ran = profile("police");

        assertEquals(ExitCode.USAGE, ran.code());
        assertTrue(
                ran.err().contains("Expected '--kind' to be one of [local-authority, press], but was 'police'"),
                ran.err());
    }

    @Test
    void aPolicyThatIsWrongIsRefused() throws IOException {
        policy = Files.writeString(folder.resolve("wrong.yaml"), POLICY + "detectors: { n: { type: novel } }\n");

        Ran ran = profile("press");

        assertEquals(ExitCode.POLICY, ran.code());
        assertTrue(ran.err().contains("wrong.yaml line 9"), ran.err());
    }
}
