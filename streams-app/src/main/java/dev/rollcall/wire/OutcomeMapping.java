package dev.rollcall.wire;

import dev.rollcall.avro.Alert;
import dev.rollcall.avro.Figure;
import dev.rollcall.avro.Rejected;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.RestsOn;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Span;
import dev.rollcall.model.Stretch;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Outcomes from and to their Avro records. */
final class OutcomeMapping {
    /** What stands for a symbol that is not one of ours. */
    static final String UNKNOWN = "UNKNOWN";

    private OutcomeMapping() {}

    static SpecificRecord written(Published published) {
        if (published instanceof AlertLine alert) {
            return written(alert);
        }
        if (published instanceof FigureLine figure) {
            return written(figure);
        }
        return written((RejectionLine) published);
    }

    /** The outcome that {@code data} is; null where it is none. */
    static @Nullable Published read(@Nullable Object data) {
        if (data instanceof Alert alert) {
            return read(alert);
        }
        if (data instanceof Figure figure) {
            return read(figure);
        }
        return data instanceof Rejected rejected ? read(rejected) : null;
    }

    private static Alert written(AlertLine alert) {
        Evidence evidence = alert.evidence();
        Span days = alert.restsOn().days();
        return new Alert(
                alert.alertId(),
                alert.revision(),
                dev.rollcall.avro.AlertState.valueOf(name(alert.state())),
                alert.detector(),
                alert.rule(),
                written(alert.entityKind()),
                alert.entity(),
                alert.agreementId(),
                alert.window(),
                alert.band(),
                alert.about(),
                dev.rollcall.avro.Severity.valueOf(name(alert.severity())),
                alert.basis(),
                alert.observed(),
                alert.limit(),
                alert.ratio(),
                alert.exact(),
                alert.explanation(),
                evidence == null
                        ? null
                        : new dev.rollcall.avro.Evidence(
                                evidence.topic(), evidence.partition(), evidence.firstOffset(), evidence.lastOffset()),
                alert.owner(),
                alert.policyVersion(),
                alert.loggedAt(),
                alert.eventTime(),
                alert.restsOn().stretches().stream()
                        .map(OutcomeMapping::written)
                        .toList(),
                days == null ? null : new dev.rollcall.avro.Days(days.first(), days.last()));
    }

    private static dev.rollcall.avro.Stretch written(Stretch stretch) {
        return new dev.rollcall.avro.Stretch(
                stretch.topic(),
                stretch.partition(),
                stretch.firstOffset(),
                stretch.lastOffset(),
                stretch.records(),
                stretch.digest());
    }

    private static Stretch read(dev.rollcall.avro.Stretch stretch) {
        return new Stretch(
                stretch.getTopic(),
                stretch.getPartition(),
                stretch.getFirstOffset(),
                stretch.getLastOffset(),
                stretch.getRecords(),
                stretch.getDigest());
    }

    private static AlertLine read(Alert alert) {
        dev.rollcall.avro.Evidence evidence = alert.getEvidence();
        dev.rollcall.avro.Days days = alert.getRestsOnDays();
        return new AlertLine(
                alert.getAlertId(),
                alert.getRevision(),
                constant(AlertState.values(), alert.getState().name()),
                alert.getDetector(),
                alert.getRule(),
                read(alert.getEntityKind()),
                alert.getEntity(),
                alert.getAgreementId(),
                alert.getWindow(),
                alert.getBand(),
                alert.getAbout(),
                constant(Severity.values(), alert.getSeverity().name()),
                alert.getBasis(),
                alert.getObserved(),
                alert.getLimit(),
                alert.getRatio(),
                alert.getExact(),
                alert.getExplanation(),
                evidence == null
                        ? null
                        : new Evidence(
                                evidence.getTopic(),
                                evidence.getPartition(),
                                evidence.getFirstOffset(),
                                evidence.getLastOffset()),
                alert.getOwner(),
                alert.getPolicyVersion(),
                alert.getLoggedAt(),
                alert.getEventTime(),
                new RestsOn(
                        alert.getRestsOn().stream().map(OutcomeMapping::read).toList(),
                        days == null ? null : new Span(days.getFirst(), days.getLast())));
    }

    private static Figure written(FigureLine figure) {
        return new Figure(
                written(figure.entityKind()),
                figure.entity(),
                figure.agreementId(),
                figure.basis(),
                figure.window(),
                figure.count(),
                figure.exact(),
                figure.standardError(),
                figure.limit(),
                figure.restated(),
                figure.revision(),
                figure.policyVersion(),
                figure.dataset());
    }

    private static FigureLine read(Figure figure) {
        return new FigureLine(
                read(figure.getEntityKind()),
                figure.getEntity(),
                figure.getAgreementId(),
                figure.getBasis(),
                figure.getWindow(),
                figure.getCount(),
                figure.getExact(),
                figure.getStandardError(),
                figure.getLimit(),
                figure.getRestated(),
                figure.getRevision(),
                figure.getPolicyVersion(),
                figure.getDataset());
    }

    private static Rejected written(RejectionLine rejection) {
        return new Rejected(
                rejection.topic(),
                rejection.partition(),
                rejection.offset(),
                rejection.appendedAt(),
                rejection.size(),
                rejection.schemaId(),
                rejection.reason(),
                rejection.exceptionClass());
    }

    private static RejectionLine read(Rejected rejected) {
        return new RejectionLine(
                rejected.getTopic(),
                rejected.getPartition(),
                rejected.getOffset(),
                rejected.getAppendedAt(),
                rejected.getSize(),
                rejected.getSchemaId(),
                rejected.getReason(),
                rejected.getExceptionClass());
    }

    private static dev.rollcall.avro.EntityKind written(@Nullable EntityKind kind) {
        return dev.rollcall.avro.EntityKind.valueOf(kind == null ? UNKNOWN : kind.text());
    }

    private static @Nullable EntityKind read(dev.rollcall.avro.EntityKind kind) {
        return kind == dev.rollcall.avro.EntityKind.UNKNOWN ? null : EntityKind.of(kind.name());
    }

    static String name(@Nullable Enum<?> constant) {
        return constant == null ? UNKNOWN : constant.name();
    }

    private static <E extends Enum<E>> @Nullable E constant(E[] constants, String name) {
        for (E constant : constants) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        return null;
    }
}
