package dev.rollcall.wire;

import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Figure;
import org.jspecify.annotations.Nullable;

/**
 * A figure as published; the names are those of design and topic.
 *
 * @param entityKind null where it is one this version does not know
 * @param agreementId null for the total over all agreements
 * @param standardError 0, since every count is one and no estimate
 * @param dataset null where it is of all datasets
 * @param revision 1 for the first record of the figure
 */
public record FigureLine(
        @Nullable EntityKind entityKind,
        String entity,
        @Nullable String agreementId,
        String basis,
        String window,
        long count,
        boolean exact,
        double standardError,
        @Nullable Long limit,
        boolean restated,
        int revision,
        int policyVersion,
        @Nullable String dataset)
        implements Published {

    /** What is published of {@code figure}. */
    public static FigureLine of(Figure figure) {
        return new FigureLine(
                figure.key().entity().kind(),
                figure.key().entity().id(),
                figure.key().agreementId(),
                figure.key().basis().text(),
                figure.key().window(),
                figure.count(),
                figure.exact(),
                0,
                figure.limit(),
                figure.restated(),
                figure.revision(),
                figure.policyVersion(),
                figure.key().dataset());
    }

    /** The text of the figure's {@link dev.rollcall.model.FigureKey}. */
    @Override
    public String key() {
        String kind = entityKind == null ? OutcomeMapping.UNKNOWN : entityKind.text();
        String ofAll =
                kind + "|" + entity + "|" + (agreementId == null ? "" : agreementId) + "|" + basis + "|" + window;
        return dataset == null ? ofAll : ofAll + "|" + dataset;
    }
}
