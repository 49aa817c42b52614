package dev.rollcall.monitor;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Stage;
import dev.rollcall.policy.Policies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds who received the records of one child: the extracts that name its token, and those that may hold it without naming it.
 * Accepts and takes back events as the watch does. Nothing that it gives holds the token. Safe for several threads.
 */
public final class ChildRecords {
    private static final Comparator<Receipt> ORDER =
            Comparator.comparing(Receipt::at).thenComparing(Receipt::body).thenComparing(Receipt::extractId);

    private final String token;
    private final Policies policies;
    private final Pseudonymiser pseudonymiser;
    private final Intake intake;
    private final Map<Digest, Seen> seen = new HashMap<>();
    private final List<Uncounted> uncounted = new ArrayList<>();
    private long undecodable;

    /** An extract that held the child's records. */
    public record Receipt(
            String body,
            String extractId,
            Instant at,
            Categories categories,
            List<String> purposes,
            List<String> datasets,
            boolean retracted,
            @Nullable Instant destroyed) {
        public Receipt {
            purposes = List.copyOf(purposes);
            datasets = List.copyOf(datasets);
        }
    }

    /** An event that names the child and that could not be counted. */
    public record Uncounted(Origin origin, Reason reason) {}

    /**
     * What was found.
     *
     * @param receipts in order of time
     * @param mayBeAmong how many other extracts, not taken back, stated more children than they named
     * @param uncounted events that name the child and were rejected, in order of their places
     * @param undecodable how many records could not be read at all
     */
    public record Found(List<Receipt> receipts, long mayBeAmong, List<Uncounted> uncounted, long undecodable) {
        public Found {
            receipts = List.copyOf(receipts);
            uncounted = List.copyOf(uncounted);
        }
    }

    /** One event that matters, under its identity. */
    private static final class Seen {
        final Stage stage;
        final Extract extract;
        final Instant at;
        final Categories categories;
        final @Nullable String purpose;
        final Set<String> datasets;
        final boolean named;
        boolean sent;
        boolean retracted;

        Seen(Observation event, boolean named) {
            this.stage = event.stage();
            this.extract = new Extract(event.body(), String.valueOf(event.extractId()));
            this.at = event.at();
            this.categories = event.categories();
            this.purpose = event.terms().purpose();
            this.datasets = event.datasets().names();
            this.named = named;
        }
    }

    private record Extract(String body, String id) implements Comparable<Extract> {
        @Override
        public int compareTo(Extract other) {
            return Comparator.comparing(Extract::body)
                    .thenComparing(Extract::id)
                    .compare(this, other);
        }
    }

    /** @param token of the child, as the feeds send it */
    public ChildRecords(String token, Policies policies, Pseudonymiser pseudonymiser) {
        this.token = token;
        this.policies = policies;
        this.pseudonymiser = pseudonymiser;
        this.intake = new Intake(pseudonymiser);
    }

    /** Takes in a record. */
    public synchronized void arrive(Arrival arrival) {
        Event event = arrival.event();
        if (event == null) {
            undecodable++;
            return;
        }
        if (event.type() != EventType.EXTRACT) {
            return;
        }
        boolean named = event.children().contains(token);
        Reason reason = intake.refuse(arrival, policies);
        if (reason != null) {
            if (named) {
                uncounted.add(new Uncounted(arrival.origin(), reason));
            }
            return;
        }
        boolean released = event.stage() == Stage.RELEASED;
        boolean destroyed = event.stage() == Stage.DESTROYED;
        if (destroyed || (released && (named || leavesOut(event)))) {
            Seen one = seen.computeIfAbsent(
                    pseudonymiser.identity(event),
                    identity -> new Seen(intake.observe(event, arrival.origin(), policies), named));
            one.retracted |= event.retracts();
            one.sent |= !event.retracts();
        }
    }

    private static boolean leavesOut(Event event) {
        return event.childCount() != null
                ? event.childCount() > event.children().stream().distinct().count()
                : event.children().isEmpty() && event.records() > 0;
    }

    /** What was found in all that arrived. */
    public synchronized Found found() {
        Map<Extract, List<Seen>> naming = new TreeMap<>();
        Map<Extract, Instant> destroyed = new HashMap<>();
        TreeSet<Extract> leavingOut = new TreeSet<>();
        for (Seen one : seen.values()) {
            Extract extract = one.extract;
            boolean counts = one.sent && !one.retracted;
            if (one.stage == Stage.DESTROYED) {
                if (counts) {
                    destroyed.merge(extract, one.at, (a, b) -> a.isBefore(b) ? a : b);
                }
            } else if (one.named && one.sent) {
                naming.computeIfAbsent(extract, none -> new ArrayList<>()).add(one);
            } else if (!one.named && counts) {
                leavingOut.add(extract);
            }
        }
        List<Receipt> receipts = new ArrayList<>();
        naming.forEach((extract, events) -> receipts.add(receipt(extract, events, destroyed.get(extract))));
        receipts.sort(ORDER);
        leavingOut.removeAll(receipts.stream()
                .filter(receipt -> !receipt.retracted())
                .map(receipt -> new Extract(receipt.body(), receipt.extractId()))
                .toList());
        uncounted.sort(Comparator.comparing((Uncounted one) -> one.origin().topic())
                .thenComparing(one -> one.origin().partition())
                .thenComparing(one -> one.origin().offset()));
        return new Found(receipts, leavingOut.size(), uncounted, undecodable);
    }

    /** Of an extract that was taken back in part, only what was not. */
    private static Receipt receipt(Extract extract, List<Seen> all, @Nullable Instant destroyed) {
        List<Seen> counting = all.stream().filter(one -> !one.retracted).toList();
        List<Seen> told = counting.isEmpty() ? all : counting;
        Categories categories = Categories.none();
        TreeSet<String> purposes = new TreeSet<>();
        TreeSet<String> datasets = new TreeSet<>();
        Instant at = told.get(0).at;
        for (Seen one : told) {
            categories = categories.plus(one.categories);
            if (one.purpose != null) {
                purposes.add(one.purpose);
            }
            datasets.addAll(one.datasets);
            at = one.at.isBefore(at) ? one.at : at;
        }
        return new Receipt(
                extract.body(),
                extract.id(),
                at,
                categories,
                List.copyOf(purposes),
                List.copyOf(datasets),
                counting.isEmpty(),
                destroyed);
    }
}
