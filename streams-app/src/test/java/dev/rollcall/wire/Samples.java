package dev.rollcall.wire;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertKey;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.AuditEntry;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Rejection;
import dev.rollcall.model.RestsOn;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Span;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Stretch;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of each thing that goes over the wire, in full and as bare as it may be. */
public final class Samples {
    public static final Instant AT = Instant.parse("2016-03-29T10:15:30.123Z");
    public static final Instant APPENDED_AT = Instant.parse("2016-03-29T10:16:00Z");

    public static final Event FULL_REQUEST = new Event(
            EventType.ACCESS_REQUEST,
            "e-1",
            "feed-1",
            AT,
            true,
            Stage.APPROVED,
            "home-office",
            "r-1",
            null,
            "dfe-ho-mou",
            "dsap",
            "immigration-enforcement",
            "public-task",
            "s537A",
            "case 17 \"quoted\" \u00e9",
            "recipient-1",
            "operator-1",
            "email",
            List.of("School Census"),
            List.of("Surname_AUT16", "Nationality_SPR17"),
            1_500L,
            0,
            List.of("t-1", "t-2"),
            3L,
            LocalDate.of(2021, 3, 29));
    public static final Event BARE_REQUEST = bare(EventType.ACCESS_REQUEST, Stage.SUBMITTED, "r-2", null, 0);
    public static final Event FULL_EXTRACT = new Event(
            EventType.EXTRACT,
            "e-3",
            "feed-1",
            AT,
            false,
            Stage.DESTROYED,
            "home-office",
            "r-1",
            "x-1",
            "dfe-ho-mou",
            "dsap",
            "purpose",
            "basis",
            "gateway",
            "case",
            "recipient-1",
            "operator-1",
            "email",
            List.of("School Census"),
            List.of("Surname_AUT16"),
            null,
            1_000_000_000_000L,
            List.of("t-1"),
            0L,
            LocalDate.of(1969, 12, 31));
    public static final Event BARE_EXTRACT = bare(EventType.EXTRACT, Stage.RELEASED, null, "x-2", 7);
    public static final Event UNKNOWN_STAGE = bare(EventType.ACCESS_REQUEST, null, "r-3", null, 0);

    public static final Alert ALERT = new Alert(
            "00ff",
            1,
            AlertState.RAISED,
            new Finding(
                    new AlertKey(
                            "limit",
                            "ho-children-month",
                            Entity.body("home-office"),
                            "dfe-ho-mou",
                            "2016-03",
                            "100",
                            null),
                    Severity.HIGH,
                    Basis.CHILDREN,
                    1_501,
                    false,
                    1_500L,
                    "data-sharing@department.example",
                    null,
                    3,
                    false,
                    null),
            "Home Office was given records of at least 1,501 different children in 2016-03; 1,500 are allowed.",
            new Evidence("extracts", 2, 10, 12),
            APPENDED_AT,
            new RestsOn(
                    List.of(
                            new Stretch("access-requests", 2, 7, 7, 1, "00c0ffee-0000000000000001-0000000000000007"),
                            new Stretch("extracts", 2, 10, 12, 3, "00c0ffee-0000000000000002-0000000000000016")),
                    new Span(LocalDate.of(2016, 3, 1), LocalDate.of(2016, 3, 31))));
    public static final Alert BARE_ALERT = new Alert(
            "00aa",
            5,
            AlertState.RETRACTED,
            Finding.of("feed", "id-reuse", Entity.panel("dsap"), "2016-03", Severity.INFO, 1)
                    .about("x-1")
                    .at(Instant.parse("2016-03-29T10:15:30.123456Z")),
            "Explained.",
            null,
            AT);
    public static final Figure FIGURE = new Figure(
            new FigureKey(Entity.group("immigration"), null, Basis.CHILDREN, "2016-03"),
            Calendar.MONTH,
            Calendar.MONTH.windowOf(LocalDate.of(2016, 3, 29)),
            1_501,
            true,
            2_000L,
            true,
            3,
            3);
    public static final Rejection REJECTION = new Rejection(
            new Origin("extracts", 2, 17, APPENDED_AT), 33, 9, Reason.UNDECODABLE, "java.io.EOFException");

    public static final AuditEntry AUDIT = new AuditEntry(
            AT,
            "sam@office",
            "analyst",
            "replay",
            List.of("--policy=stricter.yaml", "--against=live"),
            "Question 48634",
            "npd version 4");

    private Samples() {}

    private static Event bare(
            EventType type,
            @Nullable Stage stage,
            @Nullable String requestId,
            @Nullable String extractId,
            long records) {
        return new Event(
                type,
                "e-2",
                "feed-1",
                AT,
                false,
                stage,
                "home-office",
                requestId,
                extractId,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                records,
                List.of(),
                null,
                null);
    }

    static List<Event> events() {
        return List.of(FULL_REQUEST, BARE_REQUEST, FULL_EXTRACT, BARE_EXTRACT, UNKNOWN_STAGE);
    }
}
