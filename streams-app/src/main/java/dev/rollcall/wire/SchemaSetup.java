package dev.rollcall.wire;

import dev.rollcall.wire.registry.RegistryRefusalException;
import dev.rollcall.wire.registry.SchemaRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the schema registry must hold before records flow. */
public final class SchemaSetup {
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
     * Makes {@code codec} fetch every version of both input subjects and of directives, so that a registry that goes
     * down later stops no record written under them.
     */
    public static void prefetch(SchemaRegistry registry, Topics topics, Codec codec) {
        for (Topic<?> topic : List.of(topics.accessRequests(), topics.extracts(), topics.directives())) {
            List<Integer> ids = registry.all(topic.subject()).stream()
                    .map(SchemaRegistry.Registered::id)
                    .toList();
            codec.prefetch(topic.name(), ids);
        }
    }
}
