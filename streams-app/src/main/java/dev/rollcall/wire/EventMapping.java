package dev.rollcall.wire;

import dev.rollcall.avro.AccessRequest;
import dev.rollcall.avro.Extract;
import dev.rollcall.avro.ExtractStage;
import dev.rollcall.avro.RequestStage;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.policy.Limit;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Events from and to their Avro records. */
final class EventMapping {

    private EventMapping() {}

    static SpecificRecord written(Event event) {
        return event.type() == EventType.ACCESS_REQUEST ? request(event) : extract(event);
    }

    /** The event of type {@code type} that {@code data} is; null where it is none, or states what cannot be. */
    static @Nullable Event read(EventType type, @Nullable Object data) {
        Event event = null;
        if (type == EventType.ACCESS_REQUEST && data instanceof AccessRequest request) {
            event = read(request);
        } else if (type == EventType.EXTRACT && data instanceof Extract extract) {
            event = read(extract);
        }
        return event != null
                        && Event.mayBeAt(event.at())
                        && (event.retainUntil() == null || Event.mayBeOn(event.retainUntil()))
                        && possible(event.asked())
                        && possible(event.records())
                        && possible(event.childCount())
                ? event
                : null;
    }

    private static boolean possible(@Nullable Long number) {
        return number == null || (number >= 0 && number <= Limit.GREATEST);
    }

    private static AccessRequest request(Event event) {
        return new AccessRequest(
                event.eventId(),
                event.feed(),
                event.at(),
                event.retracts(),
                RequestStage.valueOf(Stages.text(event.stage())),
                event.body(),
                Objects.requireNonNull(event.requestId(), "requestId"),
                event.agreementId(),
                event.panel(),
                event.purpose(),
                event.lawfulBasis(),
                event.legalGateway(),
                event.caseReference(),
                event.recipient(),
                event.operator(),
                event.channel(),
                event.datasets(),
                event.fields(),
                event.asked(),
                event.children(),
                event.childCount(),
                event.retainUntil());
    }

    private static Event read(AccessRequest request) {
        return new Event(
                EventType.ACCESS_REQUEST,
                request.getEventId(),
                request.getFeed(),
                request.getAt(),
                request.getRetracts(),
                Stages.of(EventType.ACCESS_REQUEST, request.getStage().name()),
                request.getBody(),
                request.getRequestId(),
                null,
                request.getAgreementId(),
                request.getPanel(),
                request.getPurpose(),
                request.getLawfulBasis(),
                request.getLegalGateway(),
                request.getCaseReference(),
                request.getRecipient(),
                request.getOperator(),
                request.getChannel(),
                List.copyOf(request.getDatasets()),
                List.copyOf(request.getFields()),
                request.getAsked(),
                0,
                List.copyOf(request.getChildren()),
                request.getChildCount(),
                request.getRetainUntil());
    }

    private static Extract extract(Event event) {
        return new Extract(
                event.eventId(),
                event.feed(),
                event.at(),
                event.retracts(),
                ExtractStage.valueOf(Stages.text(event.stage())),
                event.body(),
                event.requestId(),
                Objects.requireNonNull(event.extractId(), "extractId"),
                event.agreementId(),
                event.panel(),
                event.purpose(),
                event.lawfulBasis(),
                event.legalGateway(),
                event.caseReference(),
                event.recipient(),
                event.operator(),
                event.channel(),
                event.datasets(),
                event.fields(),
                event.records(),
                event.children(),
                event.childCount(),
                event.retainUntil());
    }

    private static Event read(Extract extract) {
        return new Event(
                EventType.EXTRACT,
                extract.getEventId(),
                extract.getFeed(),
                extract.getAt(),
                extract.getRetracts(),
                Stages.of(EventType.EXTRACT, extract.getStage().name()),
                extract.getBody(),
                extract.getRequestId(),
                extract.getExtractId(),
                extract.getAgreementId(),
                extract.getPanel(),
                extract.getPurpose(),
                extract.getLawfulBasis(),
                extract.getLegalGateway(),
                extract.getCaseReference(),
                extract.getRecipient(),
                extract.getOperator(),
                extract.getChannel(),
                List.copyOf(extract.getDatasets()),
                List.copyOf(extract.getFields()),
                null,
                extract.getRecords(),
                List.copyOf(extract.getChildren()),
                extract.getChildCount(),
                extract.getRetainUntil());
    }
}
