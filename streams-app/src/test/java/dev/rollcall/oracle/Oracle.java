package dev.rollcall.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Says what a replay must come to, slowly and obviously: first which events count, then every figure and alert from
 * scratch. It shares no code with what it judges.
 */
public final class Oracle {
    private final Function<String, String> categoryOf;

    /** @param categoryOf the category of a published field name, term and year allowed; null for an unknown field */
    public Oracle(Function<String, String> categoryOf) {
        this.categoryOf = categoryOf;
    }

    /**
     * The figures and standing alerts of a history.
     *
     * @param asOf the last tick; null for the highest {@code appendedAt}
     */
    public OracleResult judge(List<OracleEvent> arrivalOrder, OraclePolicy policy, Instant asOf) {
        Instant now = now(arrivalOrder, asOf);
        Sieve sieve = Sieve.of(arrivalOrder, policy, now);
        List<Counted> counted = sieve.counting().stream()
                .map(event -> Counted.of(event, policy))
                .toList();
        CountedHistory history = CountedHistory.of(counted, policy, now);

        List<Finding> findings = new ArrayList<>();
        findings.addAll(new LimitFindings(history).all());
        findings.addAll(new RatioFindings(history).all());
        findings.addAll(new BaselineFindings(history).all());
        findings.addAll(new FieldsFindings(history, categoryOf).all());
        findings.addAll(new NoveltyFindings(history, categoryOf).all());
        findings.addAll(new AgreementFindings(history, categoryOf).all());
        findings.addAll(new ApprovalFindings(history, categoryOf).all());
        findings.addAll(new OverdueFindings(history).all());
        findings.addAll(new SilentFeedFindings(history, sieve).all());
        findings.addAll(new FeedFindings(history, sieve, categoryOf).all());
        Map<FigureKey, OracleResult.Tally> figures = history.figures();
        FeedFigures feeds = new FeedFigures(history, sieve);
        figures.putAll(feeds.figures());
        figures.putAll(new HeldFigures(history).figures());
        findings.addAll(feeds.findings());
        Map<String, StandingAlert> alerts = new HashMap<>();
        findings.forEach(finding -> alerts.merge(finding.alert().id(), finding.alert(), Finding::greatest));
        return new OracleResult(figures, new HashSet<>(alerts.values()));
    }

    /**
     * The number of lines by fate: {@code applied}, {@code duplicate}, {@code unread} and each reason of rejection, such
     * as {@code LATE}; what did not occur is absent.
     */
    public Map<String, Long> ledger(List<OracleEvent> arrivalOrder, OraclePolicy policy, Instant asOf) {
        return Sieve.of(arrivalOrder, policy, now(arrivalOrder, asOf)).ledger();
    }

    private static Instant now(List<OracleEvent> arrivalOrder, Instant asOf) {
        if (asOf != null) {
            return asOf;
        }
        Instant highest = Instant.MIN;
        for (OracleEvent event : arrivalOrder) {
            if (event.appendedAt() != null && event.appendedAt().isAfter(highest)) {
                highest = event.appendedAt();
            }
        }
        return highest;
    }
}
