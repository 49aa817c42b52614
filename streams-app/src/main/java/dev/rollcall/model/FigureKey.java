package dev.rollcall.model;

import java.util.Comparator;
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
