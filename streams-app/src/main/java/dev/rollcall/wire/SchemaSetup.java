package dev.rollcall.wire;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Rejection;
import dev.rollcall.model.Severity;
import dev.rollcall.wire.registry.RegistryRefusalException;
import dev.rollcall.wire.registry.SchemaRegistry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the schema registry must hold before records flow. */
public final class SchemaSetup {
    /** Outcomes of nothing: whoever writes them, to nowhere, knows the schemas of all. */
    private static final List<Outcome> ONE_OF_EACH = List.of(
            new Alert(
                    "",
                    1,
                    AlertState.RETRACTED,
                    Finding.of("", "", Entity.body(""), "", Severity.INFO, 0),
                    "",
                    null,
                    Instant.EPOCH),
            new Figure(
                    new FigureKey(Entity.body(""), null, Basis.CHILDREN, ""),
                    Calendar.MONTH,
                    Calendar.MONTH.windowOf(LocalDate.EPOCH),
                    0,
                    true,
                    null,
                    false,
                    1,
                    1),
            new Rejection(new Origin("", 0, 0, Instant.EPOCH), 0, null, Reason.UNDECODABLE, null));

    private SchemaSetup() {}

    /**
     * Registers the schema of every topic under its subject, each with compatibility FULL_TRANSITIVE set first, so that
     * the registry itself judges by it; doing so again changes nothing. Where we may not register, each must be there.
     *
     * @return the schemas' ids by subject
     * @throws RegistryRefusalException where the registry will not take one, or we may not register and it is missing
     */
    public static Map<String, Integer> register(SchemaRegistry registry, Topics topics) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (Topic<?> topic : topics.all()) {
            if (registry.registers()) {
                registry.setCompatibility(topic.subject(), SchemaRegistry.FULL_TRANSITIVE);
                ids.put(topic.subject(), registry.register(topic.subject(), topic.schema()));
            } else {
                ids.put(topic.subject(), registry.lookUp(topic.subject(), topic.schema()));
            }
        }
        return ids;
    }

    /**
     * Makes {@code codec} fetch every version of both input subjects and of directives, and the ids of the schemas that
     * outcomes are written under, so that a registry that goes down later stops no record written under a known schema.
     */
    public static void prefetch(SchemaRegistry registry, Topics topics, Codec codec) {
        for (Topic<?> topic : List.of(topics.accessRequests(), topics.extracts(), topics.directives())) {
            List<Integer> ids = registry.all(topic.subject()).stream()
                    .map(SchemaRegistry.Registered::id)
                    .toList();
            codec.prefetch(topic.name(), ids);
        }
        ONE_OF_EACH.forEach(codec::encode);
    }
}
