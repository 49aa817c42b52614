package dev.rollcall.policy;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Per;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A maximum on a figure.
 *
 * @param scope whose figure
 * @param in of {@code repeats}: in how many months in a row a child counts, the last one included; else 0
 * @param eachOperator whether each operator of the body is judged by itself
 * @param running how many windows near it are found besides, in a row; null where none are
 * @param share what it allows as a share of something else; null where it is written as a number
 * @param atMost the greatest count allowed, at least 1; {@link #UNBOUNDED} while it is a share of what is not known
 * @param warnAt shares of it, 1 to 99 per cent ascending, at which to warn
 */
public record Limit(
        String name,
        Scope scope,
        Basis count,
        Per per,
        int in,
        boolean eachOperator,
        @Nullable Running running,
        @Nullable Share share,
        long atMost,
        List<Integer> warnAt) {

    /** The greatest number a limit or an event may state: 10 to the 12th, so that sums stay exact. */
    public static final long GREATEST = 1_000_000_000_000L;

    /** In place of a number, where there is none: least strict of all. */
    public static final long UNBOUNDED = Long.MAX_VALUE;

    public Limit {
        warnAt = List.copyOf(warnAt);
    }

    /** A limit written as a number. */
    Limit(String name, Scope scope, Basis count, Per per, long atMost, List<Integer> warnAt) {
        this(name, scope, count, per, 0, false, null, null, atMost, warnAt);
    }

    /**
     * Windows in a row that come near a limit.
     *
     * @param windows how many, at least 2
     * @param percent of the limit, 1 to 100, that each of them reaches
     */
    public record Running(int windows, int percent) {}

    /** Whose figures a limit judges. */
    public sealed interface Scope {}

    /** The body's figures under one agreement. */
    public record UnderAgreement(String agreementId, String body) implements Scope {}

    /** Each body and group named, and every body of the kinds named, each by itself, over all agreements. */
    public record Totals(Set<String> bodies, Set<String> groups, Set<String> kinds) implements Scope {
        public Totals {
            bodies = Set.copyOf(bodies);
            groups = Set.copyOf(groups);
            kinds = Set.copyOf(kinds);
        }

        /** Whether {@code entity} is one of these by {@code policy}. */
        public boolean covers(Entity entity, Policy policy) {
            if (entity.kind() == EntityKind.GROUP) {
                return groups.contains(entity.id());
            }
            if (entity.kind() != EntityKind.BODY) {
                return false;
            }
            Body body = policy.bodies().get(entity.id());
            String kind = body == null ? null : body.kind();
            return bodies.contains(entity.id()) || (kind != null && kinds.contains(kind));
        }
    }

    /**
     * This as it stands for {@code entity} by {@code policy}, for each part of its account that it judges by itself: shares
     * are numbers; of what was not declared, {@link #UNBOUNDED}.
     */
    Map<Part, Limit> of(Entity entity, Policy policy) {
        Map<Part, Limit> parts = new LinkedHashMap<>();
        if (share != null && share.of() == Share.Whole.DATASET) {
            for (Dataset dataset : policy.datasets().values()) {
                if (dataset.population() != null) {
                    parts.put(
                            new Part(dataset.name(), eachOperator), allowing(share.ofPopulation(dataset.population())));
                }
            }
            return parts;
        }
        Limit one = this;
        if (share != null) {
            Body body = policy.bodies().get(entity.id());
            Long declared = body == null ? null : body.declaredPerYear();
            one = allowing(declared == null ? UNBOUNDED : share.ofDeclared(declared, per));
        }
        parts.put(new Part(null, eachOperator), one);
        return parts;
    }

    private Limit allowing(long count) {
        return new Limit(name, scope, this.count, per, in, eachOperator, running, share, count, warnAt);
    }

    /** Whether {@code count} comes as near to this as it may not in many windows in a row. */
    public boolean isNear(long count) {
        return running != null && isBounded() && new Band(running.percent()).reaches(count, atMost);
    }

    /** Whether it is known what it allows. */
    public boolean isBounded() {
        return atMost != UNBOUNDED;
    }

    /** The warning bands, then 100, 200, 400, … up to twelve in all. */
    public List<Band> bands() {
        return bandsOf(Long.MAX_VALUE);
    }

    /** The bands that {@code count} is in: the first ones, since who is in a band is in all below it. */
    public List<Band> bandsOf(long count) {
        List<Band> bands = new ArrayList<>();
        if (!isBounded()) {
            return bands;
        }
        for (int percent : warnAt) {
            Band band = new Band(percent);
            if (!band.holds(count, atMost)) {
                return bands;
            }
            bands.add(band);
        }
        for (int percent = 100; bands.size() < Band.MOST; percent *= 2) {
            Band band = new Band(percent);
            if (!band.holds(count, atMost)) {
                return bands;
            }
            bands.add(band);
        }
        return bands;
    }

    /** The lowest count that is in any band; 1 where it is not known what is allowed, which is itself to be said. */
    public long lowestReached() {
        if (!isBounded()) {
            return 1;
        }
        return warnAt.isEmpty() ? atMost + 1 : (atMost * warnAt.get(0) + 99) / 100;
    }

    private int firstBand() {
        return warnAt.isEmpty() ? 100 : warnAt.get(0);
    }

    /** Whether this allows less than {@code other}, or as much and warns earlier. */
    public boolean stricterThan(Limit other) {
        return atMost != other.atMost ? atMost < other.atMost : firstBand() < other.firstBand();
    }
}
