package dev.rollcall.monitor;

import dev.rollcall.count.Memory;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import dev.rollcall.model.Entity;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Collects what was released to many bodies, of which only so much is kept: months older than all that is kept already are not
 * looked into, since this is asked on every tick.
 */
final class Releases {
    private static final List<Category> ALL = List.of(Category.values());

    private final Foremost<Overview.Held> held;
    private final Foremost<Overview.Carried> categories;
    private final Foremost<Overview.Combined> combinations;

    /** @param most how many to keep of each */
    Releases(int most) {
        held = new Foremost<>(most, Overview.Held.MOST_FIRST);
        categories = new Foremost<>(most, Overview.Carried.NEWEST_FIRST);
        combinations = new Foremost<>(most, Overview.Combined.NEWEST_FIRST);
    }

    void add(Memory memory) {
        Entity body = memory.entity();
        memory.held().forEach((dataset, extracts) -> held.add(new Overview.Held(body, dataset, extracts)));
        for (Map.Entry<LocalDate, Map<Categories, Integer>> month :
                memory.combinations().descendingMap().entrySet()) {
            Overview.Carried lastCarried = categories.last();
            Overview.Combined lastCombined = combinations.last();
            boolean noCategories = lastCarried != null && lastCarried.month().isAfter(month.getKey());
            boolean noCombinations =
                    lastCombined != null && lastCombined.month().isAfter(month.getKey());
            if (noCategories && noCombinations) {
                return;
            }
            if (!noCategories) {
                addCategories(body, month.getKey(), month.getValue());
            }
            if (!noCombinations) {
                month.getValue()
                        .forEach((set, extracts) ->
                                combinations.add(new Overview.Combined(body, month.getKey(), set, extracts)));
            }
        }
    }

    private void addCategories(Entity body, LocalDate month, Map<Categories, Integer> sets) {
        long[] carried = new long[ALL.size()];
        sets.forEach((set, extracts) -> {
            for (long rest = set.mask(); rest != 0; rest &= rest - 1) {
                carried[Long.numberOfTrailingZeros(rest)] += extracts;
            }
        });
        for (Category category : ALL) {
            if (carried[category.ordinal()] > 0) {
                categories.add(new Overview.Carried(body, month, category, carried[category.ordinal()]));
            }
        }
    }

    Overview.Released released() {
        return new Overview.Released(held.list(), categories.list(), combinations.list());
    }
}
