package dev.rollcall.policy;

import dev.rollcall.model.Entity;
import org.jspecify.annotations.Nullable;

/**
 * What figures are kept for: an entity as a whole, a body under one agreement, or a body's extracts of one dataset.
 *
 * @param agreementId null for the whole
 * @param dataset null for all
 */
public record Account(
        Entity entity,
        @Nullable String agreementId,
        @Nullable String dataset) {

    /** All datasets of an entity, or of a body under one agreement. */
    public Account(Entity entity, @Nullable String agreementId) {
        this(entity, agreementId, null);
    }
}
