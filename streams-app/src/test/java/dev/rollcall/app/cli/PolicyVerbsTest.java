package dev.rollcall.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one does with a policy without a broker: compare it, and try it on scenarios. */
class PolicyVerbsTest {
    private static final String POLICY = """
            policy: p
            version: 1
            from: 2015-01-01
            zone: Europe/London
            bodies: { home-office: { name: The Home Office } }
            limits:
              ho-month: { for: { bodies: [home-office] }, count: children, per: month, at-most: 2 }
            """;

    private static final String SCENARIO = """
            title: Three children in a month
            source: assumed
            detectors: [limit]
            given:
              bodies: { home-office: { name: The Home Office } }
              limits:
                ho-month: { for: { bodies: [home-office] }, count: children, per: month, at-most: 2 }
            usual: { body: home-office, fields: [URN] }
            when:
              - { at: 2016-03-10, released: X1, children: 3 new }
            then:
              as-of: 2016-04-01
              alerts:
                - { alert: limit ho-month, body: home-office, window: 2016-03, band: 100, observed: 3 }
            near-miss:
              - title: two children
                but: { 3 new: 2 new }
              - title: three are allowed
                but: { "at-most: 2": "at-most: 3" }
            """;

    @TempDir
    private Path folder;

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void comparesTwoFiles() throws IOException {
        String looser =
                POLICY.replace("version: 1", "version: 2\nbecause: a reason").replace("at-most: 2", "at-most: 3");
        Ran ran = Ran.rollcall("policy", "diff", file("a.yaml", POLICY), file("b.yaml", looser));
        assertEquals(ExitCode.OK, ran.code(), ran.err());
        assertEquals("""
                p version 1 becomes p version 2, in force from 2015-01-01, because: a reason
                  loosens     ho-month: at most 2 becomes 3; 1 body affected
                1 change: 1 loosens.
                """, ran.out().replace(System.lineSeparator(), "\n"));
        ran = Ran.rollcall("policy", "diff", file("a.yaml", POLICY), file("b.yaml", POLICY));
        assertTrue(
                ran.out().startsWith("p version 1 as in a.yaml becomes p version 1 as in b.yaml, in force"), ran.out());
        assertTrue(ran.out().endsWith("No rule changes." + System.lineSeparator()), ran.out());
    }

    @Test
    void saysThatVersionsOfTheSameNumberDifferThoughTheLastDoNot() throws IOException {
        String second = "---\n" + POLICY.replace("version: 1", "version: 2").replace("from: 2015", "from: 2016");
        String before = file("before.yaml", POLICY + second);
        String after = file(
                "after.yaml", POLICY.replace("at-most: 2", "at-most: 9").replace("from: 2015", "from: 2014") + second);
        Ran ran = Ran.rollcall("policy", "diff", before, after);
        assertEquals(ExitCode.OK, ran.code(), ran.err());
        assertEquals("""
                p version 2 as in before.yaml becomes p version 2 as in after.yaml, in force from 2016-01-01; it does not say why.
                No rule changes.

                Version 1 is not the same in both: in force from 2015-01-01 as in before.yaml, and from 2014-01-01 as in after.yaml.
                  loosens     ho-month: at most 2 becomes 9; 1 body affected
                1 change: 1 loosens.
                """, ran.out().replace(System.lineSeparator(), "\n"));
        Ran next = Ran.rollcall("policy", "diff", file("first.yaml", POLICY), after);
        assertTrue(next.out().startsWith("p version 1 becomes p version 2, in force"), next.out());
        assertTrue(next.out().contains("Version 1 is not the same in both"), next.out());
        Ran same = Ran.rollcall("policy", "diff", before, file("again.yaml", "# laid out anew\n" + POLICY + second));
        assertTrue(same.out().endsWith("No rule changes." + System.lineSeparator()), same.out());
    }

    @Test
    void aFileThatIsNoPolicyIsToldAsSuch() throws IOException {
        Ran ran = Ran.rollcall("policy", "diff", file("a.yaml", POLICY), file("b.yaml", "policy: p\n"));
        assertEquals(ExitCode.POLICY, ran.code());
        assertTrue(ran.err().contains("b.yaml line 1"), ran.err());
        assertEquals(
                ExitCode.INPUT,
                Ran.rollcall("policy", "diff", folder + "/none", folder + "/none")
                        .code());
    }

    @Test
    void triesAPolicyOnScenariosInPlaceOfTheirOwn() throws IOException {
        String scenario = file("three.yaml", SCENARIO);
        Ran own = Ran.rollcall("scenario", scenario);
        assertEquals(ExitCode.OK, own.code(), own.err());

        Ran same = Ran.rollcall("policy", "test", "--policy", file("policy.yaml", POLICY), scenario);
        assertEquals(ExitCode.OK, same.code(), same.err());
        assertEquals(
                own.out()
                        .replaceAll(
                                "(?m)^  ✓ but three are allowed\\R",
                                "  1 near miss is left out: only the policy makes it one.\n"),
                same.out().replace(System.lineSeparator(), "\n"));

        Ran looser = Ran.rollcall(
                "policy",
                "test",
                "--policy",
                file("looser.yaml", POLICY.replace("at-most: 2", "at-most: 3")),
                scenario);
        assertEquals(ExitCode.DIFFERENT, looser.code(), looser.out());
        assertTrue(looser.out().contains("✗ Three children in a month"), looser.out());
        assertTrue(looser.err().contains("three.yaml line"), looser.err());

        Ran wrong = Ran.rollcall("policy", "test", "--policy", file("wrong.yaml", "policy: p\n"), scenario);
        assertEquals(ExitCode.POLICY, wrong.code());
        assertTrue(wrong.err().contains("wrong.yaml line 1"), wrong.err());
    }
}
