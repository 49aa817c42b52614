package dev.rollcall.replay.scenario;

import dev.rollcall.model.EntityKind;
import dev.rollcall.policy.Place;
import dev.rollcall.wire.FigureLine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A count that must be met.
 *
 * @param agreementId null for the total over all agreements
 * @param dataset null for all datasets
 * @param count 0 where there must be no such figure
 * @param exact null where it is not compared
 */
public record ExpectedFigure(
        EntityKind kind,
        String entity,
        @Nullable String agreementId,
        String basis,
        String window,
        @Nullable String dataset,
        long count,
        @Nullable Boolean exact,
        Place place) {

    boolean isOf(FigureLine figure) {
        return kind == figure.entityKind()
                && entity.equals(figure.entity())
                && Objects.equals(agreementId, figure.agreementId())
                && basis.equals(figure.basis())
                && window.equals(figure.window())
                && Objects.equals(dataset, figure.dataset());
    }

    @Override
    public String toString() {
        return "%s of %s %s%s%s in %s"
                .formatted(
                        basis,
                        kind.text(),
                        entity,
                        agreementId == null ? "" : " under " + agreementId,
                        dataset == null ? "" : " of " + dataset,
                        window);
    }
}
