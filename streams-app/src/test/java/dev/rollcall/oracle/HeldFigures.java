package dev.rollcall.oracle;

import dev.rollcall.oracle.OracleResult.Tally;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Counts what each body still holds of each dataset: the extracts released to it and not certified destroyed. */
record HeldFigures(CountedHistory history) {

    Map<FigureKey, Tally> figures() {
        Map<FigureKey, Tally> figures = new HashMap<>();
        for (List<Counted> extract : RequestCase.extracts(history.events())) {
            List<Counted> released = RequestCase.of(extract, "RELEASED");
            if (released.isEmpty() || !RequestCase.of(extract, "DESTROYED").isEmpty()) {
                continue;
            }
            Counted first = RequestCase.earliest(released);
            String month = OracleWindow.month(first.day()).name();
            Set<String> datasets = new TreeSet<>();
            released.forEach(event -> datasets.addAll(event.datasets()));
            for (String dataset : datasets.isEmpty() ? Set.of("-") : datasets) {
                FigureKey key = new FigureKey("body", first.body(), null, "held", month, dataset);
                long before = figures.containsKey(key) ? figures.get(key).count() : 0;
                figures.put(key, new Tally(before + 1, true));
            }
        }
        return figures;
    }
}
