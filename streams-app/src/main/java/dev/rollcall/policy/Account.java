package dev.rollcall.policy;

import dev.rollcall.model.Entity;
import org.jspecify.annotations.Nullable;

/**
 * What figures are kept for: an entity as a whole, or a body under one agreement.
 *
 * @param agreementId null for the whole
 */
public record Account(Entity entity, @Nullable String agreementId) {}
