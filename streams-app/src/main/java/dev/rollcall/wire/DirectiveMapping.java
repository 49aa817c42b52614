package dev.rollcall.wire;

import dev.rollcall.avro.DirectiveKind;
import dev.rollcall.model.Directive;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Directives from and to their Avro records. */
final class DirectiveMapping {

    private DirectiveMapping() {}

    static SpecificRecord written(Directive directive) {
        if (directive instanceof Directive.Tick tick) {
            return new dev.rollcall.avro.Directive(DirectiveKind.TICK, tick.at(), null, null, null);
        }
        Directive.PolicyPublished policy = (Directive.PolicyPublished) directive;
        return new dev.rollcall.avro.Directive(DirectiveKind.POLICY, policy.publishedAt(), policy.yaml(), null, null);
    }

    /** The directive that {@code data} is; null where it is none that this version knows. */
    static @Nullable Directive read(@Nullable Object data) {
        if (!(data instanceof dev.rollcall.avro.Directive directive)) {
            return null;
        }
        String yaml = directive.getPolicy();
        return switch (directive.getKind()) {
            case TICK -> new Directive.Tick(directive.getAt());
            case POLICY -> yaml == null ? null : new Directive.PolicyPublished(directive.getAt(), yaml);
            case UNKNOWN -> null;
        };
    }
}
