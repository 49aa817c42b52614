package dev.rollcall.wire;

import dev.rollcall.avro.AccessRequest;
import dev.rollcall.avro.Extract;
import dev.rollcall.avro.Rejected;
import dev.rollcall.model.Alert;
import dev.rollcall.model.AuditEntry;
import dev.rollcall.model.Directive;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Rejection;
import dev.rollcall.wire.Topic.Cleanup;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The topics that Rollcall reads and writes: their names, schemas, keys and how they are kept. */
public final class Topics {
    private static final String POLICY = "policy";
    /** How the keys of records begin that carry one. */
    private static final byte[] KEY_OF_POLICIES = (POLICY + "/").getBytes(StandardCharsets.UTF_8);

    private final String prefix;
    private final Topic<Event> accessRequests;
    private final Topic<Event> extracts;
    private final Topic<Directive> directives;
    private final Topic<Alert> alerts;
    private final Topic<Figure> figures;
    private final Topic<Rejection> rejected;
    private final Topic<AuditEntry> audit;

    /** The topics with {@code prefix} before each name, which may be empty. */
    public Topics(String prefix) {
        this.prefix = prefix;
        accessRequests = new Topic<>(
                prefix + EventType.ACCESS_REQUEST.topic(),
                AccessRequest.getClassSchema(),
                Cleanup.NOTHING,
                true,
                Event::body);
        extracts = new Topic<>(
                prefix + EventType.EXTRACT.topic(), Extract.getClassSchema(), Cleanup.NOTHING, true, Event::body);
        directives = new Topic<>(
                prefix + "directives",
                dev.rollcall.avro.Directive.getClassSchema(),
                Cleanup.NOTHING,
                true,
                directive -> directive instanceof Directive.Tick ? "tick" : POLICY);
        alerts = new Topic<>(
                prefix + "alerts", dev.rollcall.avro.Alert.getClassSchema(), Cleanup.SUPERSEDED, false, Alert::id);
        figures = new Topic<>(
                prefix + "figures",
                dev.rollcall.avro.Figure.getClassSchema(),
                Cleanup.SUPERSEDED,
                false,
                figure -> figure.key().toString());
        rejected = new Topic<>(
                prefix + "rejected",
                Rejected.getClassSchema(),
                Cleanup.NOTHING,
                false,
                rejection -> RejectionLine.of(rejection).key());
        audit = new Topic<>(
                prefix + "audit", dev.rollcall.avro.Audit.getClassSchema(), Cleanup.NOTHING, false, AuditEntry::who);
    }

    /** {@code name} with the prefix of all topics. */
    public String prefixed(String name) {
        return prefix + name;
    }

    public Topic<Event> accessRequests() {
        return accessRequests;
    }

    public Topic<Event> extracts() {
        return extracts;
    }

    public Topic<Directive> directives() {
        return directives;
    }

    public Topic<Alert> alerts() {
        return alerts;
    }

    public Topic<Figure> figures() {
        return figures;
    }

    public Topic<Rejection> rejected() {
        return rejected;
    }

    public Topic<AuditEntry> audit() {
        return audit;
    }

    /** The topics of events. */
    public List<Topic<Event>> inputs() {
        return List.of(accessRequests, extracts);
    }

    public List<Topic<?>> all() {
        return List.of(accessRequests, extracts, directives, alerts, figures, rejected, audit);
    }

    /** The topic of events of {@code type}. */
    public Topic<Event> of(EventType type) {
        return type == EventType.ACCESS_REQUEST ? accessRequests : extracts;
    }

    /** The topic of such outcomes as {@code outcome}. */
    public Topic<? extends Outcome> of(Outcome outcome) {
        if (outcome instanceof Alert) {
            return alerts;
        }
        return outcome instanceof Figure ? figures : rejected;
    }

    /** Whether a record of the directives with that key carries a policy. */
    public static boolean isPolicy(byte @Nullable [] key) {
        int length = KEY_OF_POLICIES.length;
        return key != null && key.length >= length && Arrays.equals(key, 0, length, KEY_OF_POLICIES, 0, length);
    }

    /** The key of the record that carries {@code directive} to a partition: each partition has its own. */
    public String directiveKey(Directive directive, int partition) {
        return directives.key(directive) + "/" + partition;
    }
}
