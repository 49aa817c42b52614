package dev.rollcall.monitor;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The figures of one entity as last published; those of months in total apart, so that the newest are found without a search. */
final class PublishedFigures {
    private final TreeMap<LocalDate, Map<Basis, Figure>> months = new TreeMap<>();
    private final Map<FigureKey, Figure> others = new HashMap<>();

    /** What was published under the key of {@code figure}; null where nothing was. */
    @Nullable Figure get(Figure figure) {
        if (isMonthInTotal(figure)) {
            Map<Basis, Figure> month = months.get(figure.window().start());
            return month == null ? null : month.get(figure.key().basis());
        }
        return others.get(figure.key());
    }

    /** Whether a rolling figure was published. */
    boolean hasRolling(FigureKey key) {
        return others.containsKey(key);
    }

    void put(Figure figure) {
        if (isMonthInTotal(figure)) {
            months.computeIfAbsent(figure.window().start(), start -> new EnumMap<>(Basis.class))
                    .put(figure.key().basis(), figure);
        } else {
            others.put(figure.key(), figure);
        }
    }

    void forEach(Consumer<Figure> visitor) {
        months.values().forEach(month -> month.values().forEach(visitor));
        others.values().forEach(visitor);
    }

    /**
     * Adds the figures of months in total; those restated also where nothing is left to count. Months older than all that is
     * kept already are not looked into.
     */
    void collectMonths(Foremost<Figure> into) {
        for (Map.Entry<LocalDate, Map<Basis, Figure>> month :
                months.descendingMap().entrySet()) {
            Figure last = into.last();
            if (last != null && last.window().start().isAfter(month.getKey())) {
                return;
            }
            for (Figure figure : month.getValue().values()) {
                if (figure.count() > 0 || figure.restated()) {
                    into.add(figure);
                }
            }
        }
    }

    private static boolean isMonthInTotal(Figure figure) {
        return figure.per() == Calendar.MONTH
                && figure.key().agreementId() == null
                && figure.key().dataset() == null;
    }
}
