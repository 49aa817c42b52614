package dev.rollcall.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Judges which categories, and how much of a dataset, single events carry. */
record FieldsFindings(CountedHistory history, Function<String, String> categoryOf) {

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        for (Counted event : history.events()) {
            OraclePolicy.map(event.version().yaml().get("field-rules"))
                    .forEach((name, rule) -> findings.addAll(ofRule(event, name, OraclePolicy.map(rule))));
        }
        return findings;
    }

    private List<Finding> ofRule(Counted event, String name, Map<String, Object> rule) {
        String atLeast = OraclePolicy.text(rule.get("at-least"));
        boolean ofDataset = "dataset".equals(rule.get("of"));
        if (!event.is("RELEASED") && !(ofDataset && event.is("SUBMITTED"))) {
            return List.of();
        }
        Set<String> categories = event.categories(categoryOf);
        Set<String> allOf = new TreeSet<>(OraclePolicy.texts(rule.get("all-of")));
        Set<String> anyOf = new TreeSet<>(OraclePolicy.texts(rule.get("any-of")));
        Set<String> counted = new TreeSet<>(ofDataset ? List.of() : OraclePolicy.texts(rule.get("of")));
        List<String> releasedTo = OraclePolicy.texts(rule.get("released-to"));
        String declared = OraclePolicy.text(rule.get("declared"));
        if (!categories.containsAll(allOf)
                || (!releasedTo.isEmpty() && !releasedTo.contains(event.kindOfReceiver()))
                || (declared != null
                        && (event.agreement() == null
                                || !declared.equals(event.agreement().declared())))) {
            return List.of();
        }
        boolean someWanted = !anyOf.isEmpty();
        anyOf.retainAll(categories);
        counted.retainAll(categories);
        if (someWanted && anyOf.isEmpty()) {
            return List.of();
        }
        if (atLeast != null && !ofDataset && counted.size() < Integer.parseInt(atLeast)) {
            return List.of();
        }
        Share share = ofDataset ? greatestShare(event) : null;
        if (ofDataset
                && (share == null
                        || share.named() * 100L < Long.parseLong(atLeast.replace("%", "")) * share.published())) {
            return List.of();
        }
        Set<String> matched = new TreeSet<>(allOf);
        matched.addAll(anyOf);
        matched.addAll(counted);
        String about = matched.isEmpty() && share != null ? share.dataset() : String.join("+", matched);
        return List.of(Finding.of(
                "fields",
                name,
                new Account("body", event.body(), event.agreementId()),
                OracleWindow.month(event.day()),
                null,
                about,
                event.people(),
                OraclePolicy.text(rule.get("severity")).toUpperCase(Locale.ROOT),
                null));
    }

    private record Share(String dataset, int named, int published) {}

    /** The dataset of which an event names the greatest share; of equal ones the first by name. */
    private static Share greatestShare(Counted event) {
        Set<String> named = new HashSet<>();
        event.event().fields().forEach(field -> named.add(OracleCatalogue.key(field)));
        Share greatest = null;
        for (String dataset : event.datasets().isEmpty() ? OracleCatalogue.datasets() : event.datasets()) {
            Set<String> published = OracleCatalogue.fieldsOf(dataset);
            int both = (int) published.stream().filter(named::contains).count();
            boolean greater =
                    greatest == null || (long) both * greatest.published() > (long) greatest.named() * published.size();
            if (!published.isEmpty() && greater) {
                greatest = new Share(dataset, both, published.size());
            }
        }
        return greatest;
    }
}
