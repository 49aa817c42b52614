package dev.rollcall.streams;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertKey;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Life;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Per;
import dev.rollcall.model.Period;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Window;
import dev.rollcall.monitor.Delta;
import dev.rollcall.monitor.EventLedger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deltas as records of the changelog.
 *
 * <p>A key begins with the kind of delta, so that the latest of what is replaced (an alert, a figure, the time) stands under
 * one key and is compacted, while what is added (accepted events) has a key each. A value begins with the version of its form.
 */
final class DeltaCodec {
    private static final int FORM = 1;

    private static final char ACCEPTED = 'E';
    private static final char TALLIED = 'R';
    private static final char COUNTED = 'L';
    private static final char ALERTED = 'A';
    private static final char FIGURED = 'F';
    private static final char TICKED = 'T';
    private static final char ADOPTED = 'P';

    byte[] key(Delta delta) {
        StateWriter key = new StateWriter();
        if (delta instanceof Delta.Accepted accepted) {
            entity(key.octet(ACCEPTED), accepted.entity()).fixed(accepted.number());
        } else if (delta instanceof Delta.Tallied tallied) {
            entity(key.octet(TALLIED), tallied.entity()).fixed(tallied.number());
        } else if (delta instanceof Delta.Counted counted) {
            key.octet(COUNTED).text(counted.topic());
        } else if (delta instanceof Delta.Alerted alerted) {
            key.octet(ALERTED).text(alerted.alert().id());
        } else if (delta instanceof Delta.Figured figured) {
            key.octet(FIGURED).text(figured.figure().key().toString());
        } else if (delta instanceof Delta.Ticked) {
            key.octet(TICKED);
        } else if (delta instanceof Delta.Adopted adopted) {
            key.octet(ADOPTED).fixed(adopted.number());
        }
        return key.toBytes();
    }

    byte[] value(Delta delta) {
        StateWriter value = new StateWriter().octet(FORM);
        if (delta instanceof Delta.Accepted accepted) {
            observation(value, accepted.observation());
            value.number(accepted.findings().size());
            accepted.findings().forEach(finding -> finding(value, finding));
            value.number(accepted.read()).number(accepted.applied());
        } else if (delta instanceof Delta.Tallied tallied) {
            value.text(tallied.basis().name()).number(tallied.day().toEpochDay());
        } else if (delta instanceof Delta.Counted counted) {
            EventLedger.Line line = counted.line();
            value.number(line.read())
                    .number(line.applied())
                    .number(line.duplicate())
                    .number(line.byReason().length);
            for (long rejected : line.byReason()) {
                value.number(rejected);
            }
        } else if (delta instanceof Delta.Alerted alerted) {
            alert(value, alerted.alert());
        } else if (delta instanceof Delta.Figured figured) {
            figure(value, figured.figure());
        } else if (delta instanceof Delta.Ticked ticked) {
            value.number(ticked.now().toEpochMilli());
        } else if (delta instanceof Delta.Adopted adopted) {
            value.text(adopted.yaml());
        }
        return value.toBytes();
    }

    /** The delta of a record of the changelog. */
    Delta read(byte[] keyBytes, byte[] valueBytes) {
        StateReader key = new StateReader(keyBytes);
        StateReader value = new StateReader(valueBytes);
        int kind = key.octet();
        int form = value.octet();
        if (form != FORM) {
            throw new IllegalStateException(
                    "Expected state of form %d, but found form %d: written by a later version".formatted(FORM, form));
        }
        return switch (kind) {
            case ACCEPTED -> {
                Entity entity = entity(key);
                Observation observation = observation(value);
                List<Finding> findings = new ArrayList<>();
                for (int left = value.small(); left > 0; left--) {
                    findings.add(finding(value));
                }
                yield new Delta.Accepted(entity, key.fixed(), observation, findings, value.number(), value.number());
            }
            case TALLIED ->
                new Delta.Tallied(
                        entity(key), key.fixed(), Basis.valueOf(value.text()), LocalDate.ofEpochDay(value.number()));
            case COUNTED -> new Delta.Counted(key.text(), line(value));
            case ALERTED -> new Delta.Alerted(alert(value));
            case FIGURED -> new Delta.Figured(figure(value));
            case TICKED -> new Delta.Ticked(Instant.ofEpochMilli(value.number()));
            case ADOPTED -> new Delta.Adopted((int) key.fixed(), value.text());
            default -> throw new IllegalStateException("Expected a kind of delta, but found " + kind);
        };
    }

    private static EventLedger.Line line(StateReader value) {
        long read = value.number();
        long applied = value.number();
        long duplicate = value.number();
        long[] rejected = new long[value.small()];
        for (int i = 0; i < rejected.length; i++) {
            rejected[i] = value.number();
        }
        return EventLedger.Line.of(read, applied, duplicate, rejected);
    }

    private static StateWriter entity(StateWriter out, Entity entity) {
        return out.octet(entity.kind().ordinal()).text(entity.id());
    }

    private static Entity entity(StateReader in) {
        return new Entity(EntityKind.values()[in.octet()], in.text());
    }

    private static void observation(StateWriter out, Observation event) {
        out.fixed(event.identity().high()).fixed(event.identity().low()).fixed(event.eventKey());
        out.text(event.origin().topic())
                .number(event.origin().partition())
                .number(event.origin().offset())
                .number(event.origin().appendedAt().toEpochMilli());
        out.number(event.at().toEpochMilli())
                .number(event.day())
                .flag(event.retracts())
                .text(event.stage().name())
                .text(event.body())
                .text(event.requestId())
                .text(event.extractId())
                .text(event.agreementId())
                .flag(event.agreementKnown())
                .text(event.group())
                .text(event.panel())
                .text(event.recipient())
                .fixed(event.categories().mask())
                .number(event.unknownFields())
                .number(event.malformedIds())
                .number(event.identifyingTokens())
                .number(event.asked())
                .number(event.records())
                .number(event.missing())
                .number(event.children().length);
        for (long child : event.children()) {
            out.fixed(child);
        }
    }

    private static Observation observation(StateReader in) {
        Digest identity = new Digest(in.fixed(), in.fixed());
        long eventKey = in.fixed();
        Origin origin = new Origin(in.text(), in.small(), in.number(), Instant.ofEpochMilli(in.number()));
        Instant at = Instant.ofEpochMilli(in.number());
        int day = in.small();
        boolean retracts = in.flag();
        Stage stage = Stage.valueOf(in.text());
        String body = in.text();
        String requestId = in.optionalText();
        String extractId = in.optionalText();
        String agreementId = in.optionalText();
        boolean agreementKnown = in.flag();
        String group = in.optionalText();
        String panel = in.optionalText();
        String recipient = in.optionalText();
        Categories categories = new Categories(in.fixed());
        int unknownFields = in.small();
        int malformedIds = in.small();
        int identifyingTokens = in.small();
        long asked = in.number();
        long records = in.number();
        long missing = in.number();
        long[] children = new long[in.small()];
        for (int i = 0; i < children.length; i++) {
            children[i] = in.fixed();
        }
        return new Observation(
                identity,
                eventKey,
                origin,
                at,
                day,
                retracts,
                stage,
                body,
                requestId,
                extractId,
                agreementId,
                agreementKnown,
                group,
                panel,
                recipient,
                categories,
                unknownFields,
                malformedIds,
                identifyingTokens,
                asked,
                records,
                children,
                missing);
    }

    private static void finding(StateWriter out, Finding finding) {
        AlertKey key = finding.key();
        out.text(key.detector()).text(key.rule());
        entity(out, key.entity())
                .text(key.agreementId())
                .text(key.window())
                .text(key.band())
                .text(key.about())
                .text(finding.severity().name())
                .text(finding.basis() == null ? null : finding.basis().name())
                .number(finding.observed())
                .flag(finding.exact())
                .optional(finding.limit())
                .text(finding.owner())
                .optional(
                        finding.eventTime() == null ? null : finding.eventTime().toEpochMilli())
                .number(finding.policyVersion());
    }

    private static Finding finding(StateReader in) {
        AlertKey key = new AlertKey(
                in.text(), in.text(), entity(in), in.optionalText(), in.text(), in.optionalText(), in.optionalText());
        return new Finding(
                key,
                Severity.valueOf(in.text()),
                basis(in.optionalText()),
                in.number(),
                in.flag(),
                in.optional(),
                in.optionalText(),
                instant(in.optional()),
                in.small());
    }

    private static @Nullable Basis basis(@Nullable String name) {
        return name == null ? null : Basis.valueOf(name);
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static void alert(StateWriter out, Alert alert) {
        out.text(alert.id()).number(alert.revision()).text(alert.state().name());
        finding(out, alert.finding());
        Evidence evidence = alert.evidence();
        out.text(alert.explanation()).flag(evidence != null);
        if (evidence != null) {
            out.text(evidence.topic())
                    .number(evidence.partition())
                    .number(evidence.firstOffset())
                    .number(evidence.lastOffset());
        }
        out.number(alert.loggedAt().toEpochMilli());
    }

    private static Alert alert(StateReader in) {
        String id = in.text();
        int revision = in.small();
        AlertState state = AlertState.valueOf(in.text());
        Finding finding = finding(in);
        String explanation = in.text();
        Evidence evidence = in.flag() ? new Evidence(in.text(), in.small(), in.number(), in.number()) : null;
        return new Alert(id, revision, state, finding, explanation, evidence, Instant.ofEpochMilli(in.number()));
    }

    private static void figure(StateWriter out, Figure figure) {
        FigureKey key = figure.key();
        entity(out, key.entity()).text(key.agreementId()).text(key.basis().name());
        per(out, figure.per());
        out.text(figure.window().name())
                .number(figure.window().start().toEpochDay())
                .number(figure.window().end().toEpochDay())
                .number(figure.count())
                .flag(figure.exact())
                .optional(figure.limit())
                .flag(figure.restated())
                .number(figure.revision())
                .number(figure.policyVersion());
    }

    private static Figure figure(StateReader in) {
        Entity entity = entity(in);
        String agreementId = in.optionalText();
        Basis basis = Basis.valueOf(in.text());
        Per per = per(in);
        Window window = new Window(in.text(), LocalDate.ofEpochDay(in.number()), LocalDate.ofEpochDay(in.number()));
        return new Figure(
                new FigureKey(entity, agreementId, basis, window.name()),
                per,
                window,
                in.number(),
                in.flag(),
                in.optional(),
                in.flag(),
                in.small(),
                in.small());
    }

    private static void per(StateWriter out, Per per) {
        if (per instanceof Calendar calendar) {
            out.octet('c').text(calendar.name());
        } else if (per instanceof Rolling rolling) {
            out.octet('r').number(rolling.days());
        } else if (per instanceof Life) {
            out.octet('l');
        } else if (per instanceof Period period) {
            out.octet('p')
                    .text(period.name())
                    .number(period.from().toEpochDay())
                    .number(period.to().toEpochDay());
        }
    }

    private static Per per(StateReader in) {
        int kind = in.octet();
        return switch (kind) {
            case 'c' -> Calendar.valueOf(in.text());
            case 'r' -> new Rolling(in.small());
            case 'l' -> Life.AGREEMENT;
            case 'p' -> new Period(in.text(), LocalDate.ofEpochDay(in.number()), LocalDate.ofEpochDay(in.number()));
            default -> throw new IllegalStateException("Expected a kind of window, but found " + kind);
        };
    }
}
