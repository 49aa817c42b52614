package dev.rollcall.oracle;

/**
 * What one figure counts, and for whom.
 *
 * @param agreementId null for totals
 * @param dataset null where the figure is not of one dataset
 */
public record FigureKey(
        String entityKind, String entity, String agreementId, String basis, String window, String dataset) {

    /** The key of a figure over all datasets. */
    public FigureKey(String entityKind, String entity, String agreementId, String basis, String window) {
        this(entityKind, entity, agreementId, basis, window, null);
    }

    @Override
    public String toString() {
        return entityKind + "|" + entity + "|" + (agreementId == null ? "" : agreementId) + "|" + basis + "|" + window
                + (dataset == null ? "" : "|" + dataset);
    }
}
