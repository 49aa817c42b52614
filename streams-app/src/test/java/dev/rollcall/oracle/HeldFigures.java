package dev.rollcall.oracle;

import dev.rollcall.oracle.OracleResult.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what each body still holds of each dataset: the extracts released to it and not certified destroyed. */
record HeldFigures(CountedHistory history) {

    Map<FigureKey, Tally> figures() {
        Map<String, List<Counted>> extracts = new TreeMap<>();
        for (Counted event : history.events()) {
            if (event.event().extractId() != null) {
                extracts.computeIfAbsent(event.body() + " " + event.event().extractId(), id -> new ArrayList<>())
                        .add(event);
            }
        }
        Map<FigureKey, Tally> figures = new HashMap<>();
        for (List<Counted> extract : extracts.values()) {
            List<Counted> released = RequestCase.of(extract, "RELEASED");
            if (released.isEmpty() || !RequestCase.of(extract, "DESTROYED").isEmpty()) {
                continue;
            }
            Set<FigureKey> keys = new LinkedHashSet<>();
            for (Counted event : released) {
                for (String dataset : event.datasets().isEmpty() ? Set.of("-") : event.datasets()) {
                    String month = OracleWindow.month(event.day()).name();
                    keys.add(new FigureKey("body", event.body(), null, "held", month, dataset));
                }
            }
            for (FigureKey key : keys) {
                long before = figures.containsKey(key) ? figures.get(key).count() : 0;
                figures.put(key, new Tally(before + 1, true));
            }
        }
        return figures;
    }
}
