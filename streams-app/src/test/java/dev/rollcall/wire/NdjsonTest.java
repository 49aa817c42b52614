package dev.rollcall.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Rejection;
import dev.rollcall.model.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NdjsonTest {
    private static final String CANARY = "Canary";
    private static final String REQUEST =
            "'type':'access-request','eventId':'e','feed':'f','at':'2016-03-29T10:15:30Z','stage':'SUBMITTED',"
                    + "'body':'b','requestId':'r'";
    private static final String EXTRACT = "'type':'extract','eventId':'e','feed':'f','at':'2016-03-29T10:15:30Z',"
            + "'body':'b','extractId':'x','records':1";

    @ParameterizedTest
    @MethodSource("dev.rollcall.wire.Samples#events")
    void readsBackTheEventsItWrites(Event event) {
        EventLine line = Ndjson.readEvent(Ndjson.event(event, Samples.APPENDED_AT), "events.ndjson", 1);
        assertEquals(event, line.event());
        assertEquals(Samples.APPENDED_AT, line.appendedAt());
    }

    @Test
    void writesEventsInTheOrderOfTheContract() {
        assertEquals(
                json("{'type':'extract','eventId':'e-2','feed':'feed-1','at':'2016-03-29T10:15:30.123Z',"
                        + "'retracts':false,'stage':'RELEASED','body':'home-office','extractId':'x-2','datasets':[],"
                        + "'fields':[],'records':7,'children':[],'appendedAt':'2016-03-29T10:16:00Z'}"),
                Ndjson.event(Samples.BARE_EXTRACT, Samples.APPENDED_AT));
    }

    @Test
    void fillsInWhatMayBeLeftOut() {
        EventLine line = Ndjson.readEvent(json("{" + EXTRACT + ",'panel':null,'childCount':null}"), "f", 1);
        Event event = line.event();
        assertEquals(Stage.RELEASED, event.stage());
        assertFalse(event.retracts());
        assertEquals(List.of(), event.children());
        assertEquals(List.of(), event.datasets());
        assertEquals(List.of(), event.fields());
        assertNull(event.panel());
        assertNull(event.childCount());
        assertEquals(event.at(), line.appendedAt());
    }

    @Test
    void passesOverAByteOrderMarkBeforeTheFirstLineOnly() {
        String marked = "\uFEFF" + json("{" + EXTRACT + "}");

        assertEquals(
                Ndjson.readEvent(marked.substring(1), "f", 1).event(),
                Ndjson.readEvent(marked, "f", 1).event());
        assertThrows(EventException.class, () -> Ndjson.readEvent(marked, "f", 2));
    }

    @Test
    void takesAStageOfTheOtherTypeForUnknown() {
        assertNull(read("{" + EXTRACT + ",'stage':'SUBMITTED'}").event().stage());
        assertNull(read("{" + EXTRACT + ",'stage':'released'}").event().stage());
        assertEquals(EventType.EXTRACT, read("{" + EXTRACT + "}").event().type());
    }

    @Test
    void cutsTimesToMilliseconds() {
        EventLine line = read("{" + EXTRACT.replace(":30Z", ":30.123999+01:00") + "}");
        assertEquals(Instant.parse("2016-03-29T09:15:30.123Z"), line.event().at());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            type       | +'type':'Canary'            | Expected 'type' to be access-request or extract, but was another text
            type       | -type                       | Expected 'type' to be text, but was missing
            eventId    | -eventId                    | Expected 'eventId' to be text, but was missing
            eventId    | +'eventId':null             | Expected 'eventId' to be text, but was null
            feed       | -feed                       | Expected 'feed' to be text, but was missing
            at         | -at                         | Expected 'at' to be an ISO-8601 time of 1900 to 2199 with its zone, as 2016-03-29T10:15:30Z, but was missing
            at         | +'at':'2016-03-29T10:15:30' | Expected 'at' to be an ISO-8601 time of 1900 to 2199 with its zone, as 2016-03-29T10:15:30Z, but was another text
            at         | +'at':'+999999999-01-01T00:00:00Z' | Expected 'at' to be an ISO-8601 time of 1900 to 2199 with its zone, as 2016-03-29T10:15:30Z, but was another text
            at         | +'at':1459246530            | Expected 'at' to be an ISO-8601 time of 1900 to 2199 with its zone, as 2016-03-29T10:15:30Z, but was a number
            appendedAt | +'appendedAt':'Canary'      | Expected 'appendedAt' to be an ISO-8601 time of 1900 to 2199 with its zone, as 2016-03-29T10:15:30Z, but was another text
            at         | +'at':'2200-01-01T00:00:00Z' | Expected 'at' to be an ISO-8601 time of 1900 to 2199 with its zone, as 2016-03-29T10:15:30Z, but was another text
            body       | -body                       | Expected 'body' to be text, but was missing
            body       | +'body':['Canary']          | Expected 'body' to be text, but was a list
            requestId  | -requestId                  | Expected 'requestId' to be text, but was missing
            stage      | -stage                      | Expected 'stage' to be text, but was missing
            stage      | +'stage':3                  | Expected 'stage' to be text, but was a number
            retracts   | +'retracts':'Canary'        | Expected 'retracts' to be true or false, but was text
            panel      | +'panel':{'Canary':1}       | Expected 'panel' to be text, but was an object
            datasets   | +'datasets':'Canary'        | Expected 'datasets' to be a list of texts, but was text
            fields     | +'fields':null              | Expected 'fields' to be a list of texts, but was null
            children   | +'children':['Canary',5]    | Expected 'children' to be a list of texts, but was a list with a number
            children   | +'children':'Canary'        | Expected 'children' to be a list of texts, but was text
            asked      | +'asked':'Canary'           | Expected 'asked' to be a whole number from 0 to 1000000000000, but was text
            asked      | +'asked':-77123             | Expected 'asked' to be a whole number from 0 to 1000000000000, but was a negative one
            asked      | +'asked':1000000000001      | Expected 'asked' to be a whole number from 0 to 1000000000000, but was a greater one
            asked      | +'asked':99999999999999999999999 | Expected 'asked' to be a whole number from 0 to 1000000000000, but was a greater one
            childCount | +'childCount':1.5           | Expected 'childCount' to be a whole number from 0 to 1000000000000, but was a decimal number
            retainUntil | +'retainUntil':'Canary'    | Expected 'retainUntil' to be a date, as 2016-03-29, but was another text
            retainUntil | +'retainUntil':20210329    | Expected 'retainUntil' to be a date, as 2016-03-29, but was a number
            extractId  | +'extractId':'Canary'       | Expected the fields of type access-request, but 'extractId' is none
            records    | +'records':1                | Expected the fields of type access-request, but 'records' is none
            -          | +'Canary':1                 | Expected the fields of type access-request, but there is another
            body       | &'body':'Canary'            | Expected 'body' once, but it is there again
            """)
    void refusesARequest(String field, String change, String expected) {
        refuses("{" + changed(REQUEST, change) + "}", field, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            extractId | -extractId      | Expected 'extractId' to be text, but was missing
            records   | -records        | Expected 'records' to be a whole number from 0 to 1000000000000, but was missing
            records   | +'records':null | Expected 'records' to be a whole number from 0 to 1000000000000, but was null
            records   | +'records':-1   | Expected 'records' to be a whole number from 0 to 1000000000000, but was a negative one
            stage     | +'stage':null   | Expected 'stage' to be text, but was null
            asked     | +'asked':1      | Expected the fields of type extract, but 'asked' is none
            """)
    void refusesAnExtract(String field, String change, String expected) {
        refuses("{" + changed(EXTRACT, change) + "}", field, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ['Canary']         | Expected a JSON object, but was a list
            'Canary'           | Expected a JSON object, but was text
            ``                 | Expected a JSON object, but was nothing
            Canary             | Expected well-formed JSON, but was not so at column
            {'Canary':1,'Canary':2} | Expected each field once, but one is there again
            {'type':'extract'} {'Canary':1} | Expected one JSON object, but more follows
            {'children':['Canary' | Expected well-formed JSON, but was not so at column
            {'children':['Canary\\u00zz']} | Expected well-formed JSON, but was not so at column
            """)
    void refusesALineThatIsNoObject(String line, String expected) {
        refuses(line, "-", expected);
    }

    @Test
    void tellsWhenAMalformedLineWasAppended() {
        Instant at = Instant.parse("2016-03-29T10:15:30Z");
        assertEquals(
                Optional.of(at), refused("{" + changed(REQUEST, "-body") + "}").appendedAt());
        assertEquals(
                Optional.of(Instant.parse("2017-01-01T00:00:00Z")),
                refused("{'appendedAt':'2017-01-01T00:00:00Z','children':[Canary")
                        .appendedAt());
        assertEquals(
                Optional.empty(),
                refused("{" + changed(REQUEST, "+'at':1") + "}").appendedAt());
        assertEquals(Optional.empty(), refused("Canary").appendedAt());
    }

    @Test
    void writesAlerts() {
        assertEquals(
                json("{'alertId':'00ff','revision':1,'state':'RAISED','detector':'limit','rule':'ho-children-month',"
                        + "'entityKind':'body','entity':'home-office','agreementId':'dfe-ho-mou','window':'2016-03',"
                        + "'band':'100','severity':'HIGH','basis':'children','observed':1501,'limit':1500,"
                        + "'ratio':1.0006666666666666,'exact':false,'explanation':'"
                        + Samples.ALERT.explanation()
                        + "','evidence':{'topic':'extracts','partition':2,'firstOffset':10,'lastOffset':12},"
                        + "'owner':'data-sharing@department.example','policyVersion':3,"
                        + "'loggedAt':'2016-03-29T10:16:00Z','restsOn':["
                        + "{'topic':'access-requests','partition':2,'firstOffset':7,'lastOffset':7,'records':1,"
                        + "'digest':'00c0ffee-0000000000000001-0000000000000007'},"
                        + "{'topic':'extracts','partition':2,'firstOffset':10,'lastOffset':12,'records':3,"
                        + "'digest':'00c0ffee-0000000000000002-0000000000000016'}],"
                        + "'restsOnDays':{'first':'2016-03-01','last':'2016-03-31'}}"),
                Ndjson.alert(Samples.ALERT));
        assertEquals(
                json("{'alertId':'00aa','revision':5,'state':'RETRACTED','detector':'feed','rule':'id-reuse',"
                        + "'entityKind':'panel','entity':'dsap','window':'2016-03','about':'x-1','severity':'INFO',"
                        + "'observed':0,'exact':true,'explanation':'Explained.','policyVersion':1,"
                        + "'loggedAt':'2016-03-29T10:15:30.123Z','eventTime':'2016-03-29T10:15:30.123Z','restsOn':[]}"),
                Ndjson.alert(Samples.BARE_ALERT));
    }

    @Test
    void writesFiguresAndRejections() {
        assertEquals(
                json("{'entityKind':'group','entity':'immigration','basis':'children','window':'2016-03','count':1501,"
                        + "'exact':true,'standardError':0.0,'limit':2000,'restated':true,'revision':3,"
                        + "'policyVersion':3}"),
                Ndjson.figure(Samples.FIGURE));
        assertEquals(
                json("{'topic':'extracts','partition':2,'offset':17,'appendedAt':'2016-03-29T10:16:00Z','size':33,"
                        + "'schemaId':9,'reason':'UNDECODABLE','exceptionClass':'java.io.EOFException'}"),
                Ndjson.rejection(Samples.REJECTION));
        Rejection bare = new Rejection(new Origin("extracts", 0, 0, Samples.AT), 0, null, Reason.LATE, null);
        assertEquals(
                json("{'topic':'extracts','partition':0,'offset':0,'appendedAt':'2016-03-29T10:15:30.123Z','size':0,"
                        + "'reason':'LATE'}"),
                Ndjson.rejection(bare));
    }

    private static void refuses(String line, String field, String expected) {
        EventException refused = refused(line);
        String message = String.valueOf(refused.getMessage());
        assertEquals(expected, message.substring(0, Math.min(expected.length(), message.length())));
        assertEquals(" (events.ndjson line 12)", message.substring(message.lastIndexOf(" (")));
        assertEquals(field, refused.field().orElse("-"));
        assertFalse(message.contains(CANARY), message);
        assertFalse(message.contains("77123"), message);
        assertNull(refused.getCause());
    }

    private static EventException refused(String line) {
        return assertThrows(EventException.class, () -> Ndjson.readEvent(json(line), "events.ndjson", 12));
    }

    private static EventLine read(String line) {
        return Ndjson.readEvent(json(line), "events.ndjson", 12);
    }

    /** {@code -name} removes a field, {@code +'name':value} sets it, {@code &} adds it once more. */
    private static String changed(String fields, String change) {
        String name = change.replaceAll("^[-+&]'?([A-Za-z]+).*", "$1");
        String others = change.startsWith("&")
                ? fields
                : fields.replaceAll("'" + name + "':('[^']*'|[0-9]+),?", "").replaceAll(",$", "");
        return change.startsWith("-") ? others : others + "," + change.substring(1);
    }

    private static String json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"');
    }

    @Test
    void refusesHalfACharacterInAToken() {
        String line = "{\"type\":\"extract\",\"eventId\":\"e\",\"feed\":\"f\",\"at\":\"2016-03-29T10:15:30Z\","
                + "\"body\":\"b\",\"extractId\":\"x\",\"records\":1,\"children\":[\"\\ud83d\\ude00\",\"\\ud800\"]}";
        EventException refusal = assertThrows(EventException.class, () -> Ndjson.readEvent(line, "events", 7));
        assertEquals(
                "Expected 'children' to be text of whole characters, but was text with half of one (events line 7)",
                refusal.getMessage());
    }
}
