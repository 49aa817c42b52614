package dev.rollcall.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a figure counts, for whom and when.
 *
 * @param agreementId null for the total over all agreements
 * @param window the window's name
 * @param dataset null where it is of all datasets
 */
public record FigureKey(
        Entity entity,
        @Nullable String agreementId,
        Basis basis,
        String window,
        @Nullable String dataset) implements Comparable<FigureKey> {

    /** By the parts as they are printed. */
    private static final Comparator<FigureKey> ORDER = Comparator.comparing(
                    (FigureKey key) -> key.entity().kind().text())
            .thenComparing(key -> key.entity().id())
            .thenComparing(FigureKey::agreementId, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(key -> key.basis().text())
            .thenComparing(FigureKey::window)
            .thenComparing(FigureKey::dataset, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** How many parts the text of one of all datasets has. */
    private static final int OF_ALL = 5;

    /** What a figure of all datasets counts. */
    public FigureKey(Entity entity, @Nullable String agreementId, Basis basis, String window) {
        this(entity, agreementId, basis, window, null);
    }

    /** Reads {@link #toString}; null where it is something else. */
    public static @Nullable FigureKey of(String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length < OF_ALL || parts.length > OF_ALL + 1) {
            return null;
        }
        EntityKind kind = Arrays.stream(EntityKind.values())
                .filter(one -> one.text().equals(parts[0]))
                .findFirst()
                .orElse(null);
        Basis basis = Basis.named(parts[3]);
        return kind == null || basis == null || parts[1].isEmpty() || parts[4].isEmpty()
                ? null
                : new FigureKey(
                        new Entity(kind, parts[1]),
                        parts[2].isEmpty() ? null : parts[2],
                        basis,
                        parts[4],
                        parts.length == OF_ALL ? null : parts[OF_ALL]);
    }

    // Written out: what records come with is slow, and figures are looked up with every event.

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof FigureKey that
                        && basis == that.basis
                        && window.equals(that.window)
                        && Objects.equals(agreementId, that.agreementId)
                        && Objects.equals(dataset, that.dataset)
                        && entity.id().equals(that.entity.id())
                        && entity.kind() == that.entity.kind());
    }

    @Override
    public int hashCode() {
        int hash = entity.id().hashCode();
        hash = 31 * hash + window.hashCode();
        hash = 31 * hash + basis.ordinal();
        hash = 31 * hash + Objects.hashCode(dataset);
        return 31 * hash + Objects.hashCode(agreementId);
    }

    @Override
    public int compareTo(FigureKey other) {
        return ORDER.compare(this, other);
    }

    /** The key as text, the same in the topic, in errors and in stores. */
    @Override
    public String toString() {
        String ofAll = entity + "|" + (agreementId == null ? "" : agreementId) + "|" + basis.text() + "|" + window;
        return dataset == null ? ofAll : ofAll + "|" + dataset;
    }
}
