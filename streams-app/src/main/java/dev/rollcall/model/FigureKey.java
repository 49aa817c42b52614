package dev.rollcall.model;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a figure counts, for whom and when.
 *
 * @param agreementId null for the total over all agreements
 * @param window the window's name
 */
public record FigureKey(Entity entity, @Nullable String agreementId, Basis basis, String window)
        implements Comparable<FigureKey> {

    /** By the parts as they are printed. */
    private static final Comparator<FigureKey> ORDER = Comparator.comparing(
                    (FigureKey key) -> key.entity().kind().text())
            .thenComparing(key -> key.entity().id())
            .thenComparing(FigureKey::agreementId, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(key -> key.basis().text())
            .thenComparing(FigureKey::window);

    // Written out: what records come with is slow, and figures are looked up with every event.

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof FigureKey that
                        && basis == that.basis
                        && window.equals(that.window)
                        && Objects.equals(agreementId, that.agreementId)
                        && entity.id().equals(that.entity.id())
                        && entity.kind() == that.entity.kind());
    }

    @Override
    public int hashCode() {
        int hash = entity.id().hashCode();
        hash = 31 * hash + window.hashCode();
        hash = 31 * hash + basis.ordinal();
        return 31 * hash + Objects.hashCode(agreementId);
    }

    @Override
    public int compareTo(FigureKey other) {
        return ORDER.compare(this, other);
    }

    /** The key as text, the same in the topic, in errors and in stores. */
    @Override
    public String toString() {
        return entity + "|" + (agreementId == null ? "" : agreementId) + "|" + basis.text() + "|" + window;
    }
}
