package dev.rollcall.app.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.http.Health;
import dev.rollcall.app.http.Site;
import dev.rollcall.model.Directive;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Reason;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Overview;
import dev.rollcall.wire.FigureLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LivePageTest {
    private static final String POLICY = """
            policy: npd
            version: 7
            from: 2016-01-01
            because: a reason
            zone: Europe/London
            bodies: { home-office: { name: "</script><script>alert(1)</script>" } }
            """;

    private final Bulletin bulletin = new Bulletin(1);
    private final Map<String, Overview> tasks = Map.of("0_0", overview(3, 1), "0_1", overview(2, 0));
    private final LivePage page = new LivePage(
            "life",
            true,
            () -> bulletin,
            () -> new ReaderState(ReaderState.Kind.WAITING, "The broker does not answer", 5, null, 1),
            () -> tasks,
            new Health() {
                @Override
                public Answer live() {
                    return new Answer(true, "Live");
                }

                @Override
                public Answer ready() {
                    return new Answer(false, "Not ready");
                }
            });

    LivePageTest() {
        bulletin.hear(new Directive.PolicyPublished(Instant.EPOCH, POLICY));
        bulletin.hear(new Directive.Tick(Instant.parse("2016-03-10T12:00:00Z")));
        bulletin.hear(new FigureLine(
                EntityKind.BODY, "home-office", null, "children", "2016-03", 3, false, 0, null, true, 1, 7, null));
    }

    private static Overview overview(int applied, int late) {
        long[] rejected = new long[Reason.values().length];
        rejected[Reason.LATE.ordinal()] = late;
        return new Overview(
                Instant.EPOCH,
                7,
                Instant.EPOCH,
                Map.of("extracts", EventLedger.Line.of(applied + late, applied, 0, rejected)),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                Overview.Released.NOTHING);
    }

    private String body(String path, Map<String, String> query, int status) {
        Site.Content content = Objects.requireNonNull(page.at(path, query), path);
        assertEquals(status, content.status(), path);
        assertEquals("application/json; charset=utf-8", content.type(), path);
        return new String(content.body().get(), StandardCharsets.UTF_8);
    }

    private String body(String path, Map<String, String> query) {
        return body(path, query, 200);
    }

    @Test
    void answersWithJson() {
        assertEquals(
                "{\"today\":\"2016-03-10\",\"policyVersion\":7,\"limits\":[],\"leftOut\":0,\"ofParts\":0}",
                body("/api/limits", Map.of()));
        assertEquals(
                "{\"entity\":{\"kind\":\"body\",\"id\":\"home-office\",\"name\":\"</script><script>alert(1)</script>\"},"
                        + "\"months\":[{\"window\":\"2016-03\",\"windowInWords\":\"March 2016\",\"figures\":"
                        + "{\"children\":{\"count\":3,\"exact\":false,\"restated\":true}}}],\"periods\":[]}",
                body("/api/figures", Map.of("entity", "home-office", "basis", "children")));
        assertEquals(
                "{\"alerts\":[],\"standing\":0,\"bySeverity\":{},\"leftOut\":0,\"notHeld\":0}",
                body("/api/alerts", Map.of("entity", "home-office", "kind", "body", "most", "1000")));
    }

    @Test
    void tellsHowThisInstanceFares() {
        assertEquals(
                "{\"revision\":\"life-1-3\",\"live\":{\"ok\":true,\"sentence\":\"Live\"},\"ready\":{\"ok\":false,\"sentence\":"
                        + "\"Not ready\"},\"lastTick\":\"2016-03-10T12:00:00Z\",\"today\":\"2016-03-10\",\"story\":true,"
                        + "\"policy\":{\"name\":\"npd\",\"version\":7,\"from\":\"2016-01-01\",\"because\":\"a reason\","
                        + "\"zone\":\"Europe/London\"},\"reader\":{\"state\":\"waiting\",\"sentence\":\"The broker does not "
                        + "answer\",\"read\":5,\"unreadable\":1},\"tasks\":[\"0_0\",\"0_1\"],\"ledger\":[{\"topic\":"
                        + "\"extracts\",\"read\":6,\"applied\":5,\"duplicate\":0,\"rejected\":1,\"missing\":0,\"byReason\":"
                        + "{\"LATE\":1}}]}",
                body("/api/status", Map.of()));
    }

    @Test
    void saysWhatItExpectedToBeAsked() {
        assertEquals(
                "{\"error\":\"Expected 'entity' to be one that policy, figures or alerts know\"}",
                body("/api/limits", Map.of("entity", "nobody"), 404));
        assertEquals(
                "{\"error\":\"Expected 'window' to be a month or a period of which there are figures\"}",
                body("/api/figures", Map.of("window", "2016-04"), 404));
        assertEquals(
                "{\"error\":\"Expected 'kind' to be body, group, panel or feed\"}",
                body("/api/alerts", Map.of("entity", "home-office", "kind", "child"), 400));
        for (String most : List.of("1001", "-1", "99999", "x", "")) {
            assertEquals(
                    "{\"error\":\"Expected 'most' to be from 0 to 1000\"}",
                    body("/api/alerts", Map.of("most", most), 400));
        }
        assertEquals(
                "{\"error\":\"Expected 'basis' to be one of requests, asked, answered, records, children, decided, refused, "
                        + "repeats\"}",
                body("/api/figures", Map.of("basis", "held"), 400));
    }

    @Test
    void theTagChangesWithWhatIsToldAndWithNothingElse() {
        String before = tag("/api/limits");
        bulletin.hear(new Directive.Tick(Instant.parse("2016-03-10T13:00:00Z")));
        assertEquals(before, tag("/api/limits"));
        bulletin.hear(new Directive.Tick(Instant.parse("2016-03-11T13:00:00Z")));
        assertNotEquals(before, tag("/api/limits"));
    }

    private String tag(String path) {
        return Objects.requireNonNull(
                Objects.requireNonNull(page.at(path, Map.of())).tag());
    }

    @Test
    void itsFilesNameNothingFromElsewhereAndHoldNoCodeInMarkup() {
        for (String path : List.of("/", "/page.css", "/page.js", "/icon.svg")) {
            String text = new String(
                    Objects.requireNonNull(page.at(path, Map.of())).body().get(), StandardCharsets.UTF_8);
            Matcher address = Pattern.compile("(https?:)?//[a-z][^\\s'\"]*").matcher(text);
            while (address.find()) {
                assertTrue(
                        List.of("http://www.w3.org/2000/svg").contains(address.group()),
                        path + " names " + address.group());
            }
            assertFalse(text.contains("innerHTML"), path);
            assertFalse(text.contains("eval("), path);
        }
        String html =
                new String(Objects.requireNonNull(page.at("/", Map.of())).body().get(), StandardCharsets.UTF_8);
        assertFalse(Pattern.compile("<style|\\sstyle=|\\son\\w+=|<script(?! src=)")
                .matcher(html)
                .find());
        assertNull(page.at("/page.html", Map.of()));
        assertNull(page.at("/api/", Map.of()));
        assertNull(page.at("/api/children", Map.of()));
    }
}
