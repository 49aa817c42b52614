package dev.rollcall.oracle;

/** What one figure counts, and for whom; {@code agreementId} is null for totals. */
public record FigureKey(String entityKind, String entity, String agreementId, String basis, String window) {

    @Override
    public String toString() {
        return entityKind + "|" + entity + "|" + (agreementId == null ? "" : agreementId) + "|" + basis + "|" + window;
    }
}
