package dev.rollcall.streams;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertKey;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Datasets;
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
import dev.rollcall.model.Terms;
import dev.rollcall.model.Window;
import dev.rollcall.monitor.Tally;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The records of the model as parts of a changelog record; each is read as it is written. */
final class ModelCodec {
    private ModelCodec() {}

    static StateWriter write(StateWriter out, Entity entity) {
        return out.name(entity.kind()).text(entity.id());
    }

    static Entity entity(StateReader in) {
        return new Entity(in.name(EntityKind.class), in.text());
    }

    static void write(StateWriter out, Tally.Key key) {
        write(out, key.entity())
                .name(key.basis())
                .number(key.day().toEpochDay())
                .number(key.partition());
    }

    static Tally.Key tallyKey(StateReader in) {
        return new Tally.Key(entity(in), in.name(Basis.class), LocalDate.ofEpochDay(in.number()), in.small());
    }

    static void write(StateWriter out, Origin origin) {
        out.text(origin.topic())
                .number(origin.partition())
                .number(origin.offset())
                .number(origin.appendedAt().toEpochMilli());
    }

    static Origin origin(StateReader in) {
        // many are kept, of few topics
        return new Origin(in.text().intern(), in.small(), in.number(), Instant.ofEpochMilli(in.number()));
    }

    static StateWriter write(StateWriter out, Digest digest) {
        return out.fixed(digest.high()).fixed(digest.low());
    }

    static Digest digest(StateReader in) {
        return new Digest(in.fixed(), in.fixed());
    }

    static void write(StateWriter out, Observation event) {
        write(out, event.identity()).fixed(event.eventKey());
        write(out, event.origin());
        out.text(event.feed())
                .number(event.at().toEpochMilli())
                .number(event.day())
                .flag(event.retracts())
                .name(event.stage())
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
                .optional(event.stated())
                .optional(event.operator());
        write(out, event.terms());
        write(out, event.datasets());
        out.number(event.children().length);
        for (long child : event.children()) {
            out.fixed(child);
        }
    }

    private static void write(StateWriter out, Terms terms) {
        out.text(terms.purpose())
                .text(terms.legalGateway())
                .text(terms.lawfulBasis())
                .text(terms.channel())
                .flag(terms.caseReference())
                .optional(
                        terms.retainUntil() == null ? null : terms.retainUntil().longValue());
    }

    private static Terms terms(StateReader in) {
        String purpose = in.optionalText();
        String legalGateway = in.optionalText();
        String lawfulBasis = in.optionalText();
        String channel = in.optionalText();
        boolean caseReference = in.flag();
        Long retainUntil = in.optional();
        return new Terms(
                purpose,
                legalGateway,
                lawfulBasis,
                channel,
                caseReference,
                retainUntil == null ? null : Math.toIntExact(retainUntil));
    }

    private static void write(StateWriter out, Datasets datasets) {
        write(out, datasets.names());
        out.number(datasets.unknown());
        write(out, datasets.unreleased());
        Datasets.Coverage coverage = datasets.coverage();
        out.flag(coverage != null);
        if (coverage != null) {
            out.text(coverage.dataset()).number(coverage.named()).number(coverage.published());
        }
    }

    private static Datasets datasets(StateReader in) {
        Set<String> names = texts(in);
        int unknown = in.small();
        Set<String> unreleased = texts(in);
        return new Datasets(
                names,
                unknown,
                unreleased,
                in.flag() ? new Datasets.Coverage(in.text(), in.small(), in.small()) : null);
    }

    /** In order, so that the same set always gives the same bytes. */
    private static void write(StateWriter out, Set<String> texts) {
        out.number(texts.size());
        texts.stream().sorted().forEach(out::text);
    }

    private static Set<String> texts(StateReader in) {
        Set<String> texts = new HashSet<>();
        for (int left = in.small(); left > 0; left--) {
            texts.add(in.text());
        }
        return texts;
    }

    static Observation observation(StateReader in) {
        Digest identity = digest(in);
        long eventKey = in.fixed();
        Origin origin = origin(in);
        String feed = in.text();
        Instant at = Instant.ofEpochMilli(in.number());
        int day = in.small();
        boolean retracts = in.flag();
        Stage stage = in.name(Stage.class);
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
        Long stated = in.optional();
        Long operator = in.optional();
        Terms terms = terms(in);
        Datasets datasets = datasets(in);
        long[] children = new long[in.small()];
        for (int i = 0; i < children.length; i++) {
            children[i] = in.fixed();
        }
        return new Observation(
                identity,
                eventKey,
                origin,
                feed,
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
                missing,
                stated,
                operator,
                terms,
                datasets);
    }

    static void write(StateWriter out, Finding finding) {
        AlertKey key = finding.key();
        out.text(key.detector()).text(key.rule());
        write(out, key.entity())
                .text(key.agreementId())
                .text(key.window())
                .text(key.band())
                .text(key.about())
                .name(finding.severity())
                .name(finding.basis())
                .number(finding.observed())
                .flag(finding.exact())
                .optional(finding.limit())
                .text(finding.owner())
                .optional(
                        finding.eventTime() == null ? null : finding.eventTime().toEpochMilli())
                .number(finding.policyVersion())
                .flag(finding.settled())
                .text(finding.limitPassed());
    }

    static Finding finding(StateReader in) {
        AlertKey key = new AlertKey(
                in.text(), in.text(), entity(in), in.optionalText(), in.text(), in.optionalText(), in.optionalText());
        return new Finding(
                key,
                in.name(Severity.class),
                in.optionalName(Basis.class),
                in.number(),
                in.flag(),
                in.optional(),
                in.optionalText(),
                instant(in.optional()),
                in.small(),
                in.flag(),
                in.optionalText());
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    static void write(StateWriter out, Alert alert) {
        out.text(alert.id()).number(alert.revision()).name(alert.state());
        write(out, alert.finding());
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

    static Alert alert(StateReader in) {
        String id = in.text();
        int revision = in.small();
        AlertState state = in.name(AlertState.class);
        Finding finding = finding(in);
        String explanation = in.text();
        Evidence evidence = in.flag() ? new Evidence(in.text(), in.small(), in.number(), in.number()) : null;
        return new Alert(id, revision, state, finding, explanation, evidence, Instant.ofEpochMilli(in.number()));
    }

    static void write(StateWriter out, Figure figure) {
        FigureKey key = figure.key();
        write(out, key.entity()).text(key.agreementId()).text(key.dataset()).name(key.basis());
        write(out, figure.per());
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

    static Figure figure(StateReader in) {
        Entity entity = entity(in);
        String agreementId = in.optionalText();
        String dataset = in.optionalText();
        Basis basis = in.name(Basis.class);
        Per per = per(in);
        Window window = new Window(in.text(), LocalDate.ofEpochDay(in.number()), LocalDate.ofEpochDay(in.number()));
        return new Figure(
                new FigureKey(entity, agreementId, basis, window.name(), dataset),
                per,
                window,
                in.number(),
                in.flag(),
                in.optional(),
                in.flag(),
                in.small(),
                in.small());
    }

    static void write(StateWriter out, Per per) {
        if (per instanceof Calendar calendar) {
            out.octet('c').name(calendar);
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

    static Per per(StateReader in) {
        int kind = in.octet();
        return switch (kind) {
            case 'c' -> in.name(Calendar.class);
            case 'r' -> new Rolling(in.small());
            case 'l' -> Life.AGREEMENT;
            case 'p' -> new Period(in.text(), LocalDate.ofEpochDay(in.number()), LocalDate.ofEpochDay(in.number()));
            default -> throw new IllegalStateException("Expected a kind of window, but found " + kind);
        };
    }
}
