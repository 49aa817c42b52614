package dev.rollcall.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.rollcall.model.Alert;
import dev.rollcall.model.AuditEntry;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Rejection;
import dev.rollcall.model.Span;
import dev.rollcall.model.Stretch;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events and outcomes as lines of JSON. What is written has its keys in a fixed order, leaves out what is null, has no
 * line end, and is the same bytes on every platform.
 */
public final class Ndjson {
    // Java's own text of a double changed with version 19.
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private Ndjson() {}

    /**
     * The event that {@code line} is.
     *
     * @param file what to call its file in messages
     * @param lineNumber counted from 1
     * @throws EventException where it is none
     */
    public static EventLine readEvent(String line, String file, int lineNumber) {
        return EventReader.read(line, file, lineNumber);
    }

    /** A line that {@link #readEvent} reads back. */
    public static String event(Event event, Instant appendedAt) {
        return line(json -> {
            boolean request = event.type() == EventType.ACCESS_REQUEST;
            text(json, "type", event.type().text());
            text(json, "eventId", event.eventId());
            text(json, "feed", event.feed());
            text(json, "at", event.at());
            json.writeBooleanField("retracts", event.retracts());
            text(json, "stage", Stages.text(event.stage()));
            text(json, "body", event.body());
            text(json, "requestId", event.requestId());
            text(json, "extractId", event.extractId());
            text(json, "agreementId", event.agreementId());
            text(json, "panel", event.panel());
            text(json, "purpose", event.purpose());
            text(json, "lawfulBasis", event.lawfulBasis());
            text(json, "legalGateway", event.legalGateway());
            text(json, "caseReference", event.caseReference());
            text(json, "recipient", event.recipient());
            text(json, "operator", event.operator());
            text(json, "channel", event.channel());
            texts(json, "datasets", event.datasets());
            texts(json, "fields", event.fields());
            number(json, "asked", event.asked());
            number(json, "records", request ? null : event.records());
            texts(json, "children", event.children());
            number(json, "childCount", event.childCount());
            text(json, "retainUntil", event.retainUntil());
            text(json, "appendedAt", appendedAt);
        });
    }

    public static String alert(Alert alert) {
        return line(AlertLine.of(alert));
    }

    public static String figure(Figure figure) {
        return line(FigureLine.of(figure));
    }

    public static String rejection(Rejection rejection) {
        return line(RejectionLine.of(rejection));
    }

    /** The line of what is published: the same whether it was just found or read back from its topic. */
    public static String line(Published published) {
        if (published instanceof AlertLine alert) {
            return line(json -> write(json, alert));
        }
        if (published instanceof FigureLine figure) {
            return line(json -> write(json, figure));
        }
        return line(json -> write(json, (RejectionLine) published));
    }

    /** The line of an entry of the audit. */
    public static String line(AuditEntry entry) {
        return line(json -> {
            text(json, "at", entry.at());
            text(json, "who", entry.who());
            text(json, "role", entry.role());
            text(json, "action", entry.action());
            texts(json, "arguments", entry.arguments());
            text(json, "reason", entry.reason());
            text(json, "policy", entry.policy());
        });
    }

    private static void write(JsonGenerator json, AlertLine alert) throws IOException {
        text(json, "alertId", alert.alertId());
        json.writeNumberField("revision", alert.revision());
        text(json, "state", OutcomeMapping.name(alert.state()));
        text(json, "detector", alert.detector());
        text(json, "rule", alert.rule());
        text(
                json,
                "entityKind",
                alert.entityKind() == null
                        ? OutcomeMapping.UNKNOWN
                        : alert.entityKind().text());
        text(json, "entity", alert.entity());
        text(json, "agreementId", alert.agreementId());
        text(json, "window", alert.window());
        text(json, "band", alert.band());
        text(json, "about", alert.about());
        text(json, "severity", OutcomeMapping.name(alert.severity()));
        text(json, "basis", alert.basis());
        json.writeNumberField("observed", alert.observed());
        number(json, "limit", alert.limit());
        Double ratio = alert.ratio();
        if (ratio != null) {
            json.writeNumberField("ratio", ratio);
        }
        json.writeBooleanField("exact", alert.exact());
        text(json, "explanation", alert.explanation());
        Evidence evidence = alert.evidence();
        if (evidence != null) {
            json.writeObjectFieldStart("evidence");
            text(json, "topic", evidence.topic());
            json.writeNumberField("partition", evidence.partition());
            json.writeNumberField("firstOffset", evidence.firstOffset());
            json.writeNumberField("lastOffset", evidence.lastOffset());
            json.writeEndObject();
        }
        text(json, "owner", alert.owner());
        json.writeNumberField("policyVersion", alert.policyVersion());
        text(json, "loggedAt", alert.loggedAt());
        text(json, "eventTime", alert.eventTime());
        json.writeArrayFieldStart("restsOn");
        for (Stretch stretch : alert.restsOn().stretches()) {
            write(json, stretch);
        }
        json.writeEndArray();
        Span days = alert.restsOn().days();
        if (days != null) {
            json.writeObjectFieldStart("restsOnDays");
            text(json, "first", days.first());
            text(json, "last", days.last());
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Stretch stretch) throws IOException {
        json.writeStartObject();
        text(json, "topic", stretch.topic());
        json.writeNumberField("partition", stretch.partition());
        json.writeNumberField("firstOffset", stretch.firstOffset());
        json.writeNumberField("lastOffset", stretch.lastOffset());
        json.writeNumberField("records", stretch.records());
        text(json, "digest", stretch.digest());
        json.writeEndObject();
    }

    /** The line of a figure whose count may not be told; {@code told} is what may, as "under 10". */
    public static String untold(FigureLine figure, String told) {
        return line(json -> write(json, figure, told));
    }

    private static void write(JsonGenerator json, FigureLine figure) throws IOException {
        write(json, figure, null);
    }

    private static void write(JsonGenerator json, FigureLine figure, @Nullable String told) throws IOException {
        text(
                json,
                "entityKind",
                figure.entityKind() == null
                        ? OutcomeMapping.UNKNOWN
                        : figure.entityKind().text());
        text(json, "entity", figure.entity());
        text(json, "agreementId", figure.agreementId());
        text(json, "basis", figure.basis());
        text(json, "window", figure.window());
        text(json, "dataset", figure.dataset());
        if (told == null) {
            json.writeNumberField("count", figure.count());
        } else {
            json.writeStringField("told", told);
        }
        json.writeBooleanField("exact", figure.exact());
        json.writeNumberField("standardError", figure.standardError());
        number(json, "limit", figure.limit());
        json.writeBooleanField("restated", figure.restated());
        json.writeNumberField("revision", figure.revision());
        json.writeNumberField("policyVersion", figure.policyVersion());
    }

    private static void write(JsonGenerator json, RejectionLine rejection) throws IOException {
        text(json, "topic", rejection.topic());
        json.writeNumberField("partition", rejection.partition());
        json.writeNumberField("offset", rejection.offset());
        text(json, "appendedAt", rejection.appendedAt());
        json.writeNumberField("size", rejection.size());
        number(
                json,
                "schemaId",
                rejection.schemaId() == null ? null : rejection.schemaId().longValue());
        text(json, "reason", rejection.reason());
        text(json, "exceptionClass", rejection.exceptionClass());
    }

    /** What writes the fields of one object. */
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static String line(Fields fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static void text(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable Long value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    private static void texts(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
