package dev.rollcall.detect;

import com.google.auto.service.AutoService;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Severity;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Body;
import dev.rollcall.policy.LimitHistory;
import dev.rollcall.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** Judges whether what a feed sends can be relied on: nothing left out, nothing unknown, nothing with a wrong clock. */
@AutoService(Detector.class)
public record FeedDetector() implements Detector {
    /** An extract states more children than it names by tokens. */
    static final String TOKENS_MISSING = "tokens-missing";
    /** An event id stands for at least two different events. */
    static final String ID_REUSE = "id-reuse";
    /** Events older than the policy's lateness. */
    static final String LATE = "late";
    /** Events from more than five minutes ahead. */
    static final String FUTURE = "future";
    /** Field names that the catalogue does not know, by number. */
    static final String UNKNOWN_FIELDS = "unknown-fields";
    /** Names of datasets that neither the catalogue nor the policy knows, by number. */
    static final String UNKNOWN_DATASETS = "unknown-datasets";
    /** Optional ids that are not well-formed and were dropped, by number. */
    static final String MALFORMED_IDS = "malformed-ids";
    /** Tokens shaped like pupil numbers or names, by number. */
    static final String IDENTIFYING_TOKENS = "identifying-tokens";

    /** Events of a stage that this version does not know. */
    static final String UNKNOWN_STAGE = "unknown-stage";
    /** Events in records whose key is not the body. */
    static final String WRONG_KEY = "wrong-key";
    /** Events in another partition than their key belongs to. */
    static final String WRONG_PARTITION = "wrong-partition";
    /** Events with a body, requestId or extractId that is not well-formed. */
    static final String BAD_ID = "bad-id";

    private static final int NAMED_LIMITS = 3;

    @Override
    public boolean always() {
        return true;
    }

    @Override
    public List<Finding> onEvent(Observation event, Situation situation) {
        if (event.missing() == 0
                && event.unknownFields() == 0
                && event.datasets().unknown() == 0
                && event.malformedIds() == 0
                && event.identifyingTokens() == 0) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        if (event.missing() > 0) {
            findings.add(finding(TOKENS_MISSING, Severity.HIGH, event, event.missing(), situation)
                    .about(event.extractId()));
        }
        if (event.unknownFields() > 0) {
            findings.add(finding(UNKNOWN_FIELDS, Severity.WARNING, event, event.unknownFields(), situation));
        }
        if (event.datasets().unknown() > 0) {
            findings.add(finding(
                    UNKNOWN_DATASETS, Severity.WARNING, event, event.datasets().unknown(), situation));
        }
        if (event.malformedIds() > 0) {
            findings.add(finding(MALFORMED_IDS, Severity.WARNING, event, event.malformedIds(), situation));
        }
        if (event.identifyingTokens() > 0) {
            findings.add(finding(IDENTIFYING_TOKENS, Severity.HIGH, event, event.identifyingTokens(), situation));
        }
        return findings;
    }

    private Finding finding(String rule, Severity severity, Observation event, long observed, Situation situation) {
        int version = situation.policy().version();
        return Finding.in(event, type(), rule, severity, version).counting(null, observed, true);
    }

    /** What stands of each kind of event not counted: on its feed, and late and future ones also on their body. */
    @Override
    public List<Finding> onFigure(Figure changed, Situation situation) {
        String rule = switch (changed.key().basis()) {
            case LATE -> LATE;
            case FUTURE -> FUTURE;
            case REUSED_IDS -> ID_REUSE;
            case UNKNOWN_STAGE -> UNKNOWN_STAGE;
            case WRONG_KEY -> WRONG_KEY;
            case WRONG_PARTITION -> WRONG_PARTITION;
            case BAD_ID -> BAD_ID;
            default -> null;
        };
        if (rule == null || changed.count() == 0) {
            return List.of();
        }
        return List.of(Finding.of(
                        type(),
                        rule,
                        changed.key().entity(),
                        changed.key().window(),
                        Severity.WARNING,
                        situation.policy().version())
                .counting(null, changed.count(), true));
    }

    @Override
    public String explain(Finding finding, Situation situation) {
        Sentence sentence = new Sentence(finding, situation.policy());
        String who = sentence.who();
        String when = sentence.when();
        return switch (finding.rule()) {
            case TOKENS_MISSING ->
                "Extract %s for %s leaves out the tokens of %s %s; \"at least\" holds for %s."
                        .formatted(
                                finding.key().about(),
                                who,
                                finding.observed() == 1 ? "1 child" : Sentence.number(finding.observed()) + " children",
                                when,
                                concerned(finding, situation));
            case ID_REUSE ->
                "%s: %s used for different events %s; all of these are counted."
                        .formatted(who, sentence.count("event id"), when);
            case LATE ->
                "%s: %s not counted, being more than %s days old when logged %s."
                        .formatted(
                                who,
                                sentence.count("event"),
                                Sentence.number(situation.policy().lateness().toDays()),
                                when);
            case FUTURE ->
                "%s: %s not counted, being dated over five minutes ahead when logged %s."
                        .formatted(who, sentence.count("event"), when);
            case UNKNOWN_FIELDS ->
                "%s: an event %s names %s unknown to the catalogue.".formatted(who, when, sentence.count("field"));
            case UNKNOWN_DATASETS ->
                "%s: an event %s names %s unknown to catalogue and policy."
                        .formatted(who, when, sentence.count("dataset"));
            case MALFORMED_IDS ->
                "%s: an event %s carried %s, dropped at intake.".formatted(who, when, sentence.count("malformed id"));
            case UNKNOWN_STAGE ->
                "%s: %s not counted %s, of a stage that this version does not know."
                        .formatted(who, sentence.count("event"), when);
            case WRONG_KEY ->
                "%s: %s not counted %s; the key of a record must be its body."
                        .formatted(who, sentence.count("event"), when);
            case WRONG_PARTITION ->
                "%s: %s not counted %s, in a wrong partition; producers need partitioner=murmur2_random."
                        .formatted(who, sentence.count("event"), when);
            case BAD_ID ->
                "%s: %s not counted %s, with a malformed body, requestId or extractId."
                        .formatted(who, sentence.count("event"), when);
            default ->
                "%s: an event %s carried %s shaped like a pupil number or a name."
                        .formatted(who, when, sentence.count("token"));
        };
    }

    /** The limits on children that can only be judged on "at least". */
    private static String concerned(Finding finding, Situation situation) {
        Policy policy = situation.policy();
        String id = finding.entity().id();
        List<Account> accounts = new ArrayList<>();
        accounts.add(new Account(finding.entity(), null));
        for (Agreement agreement : policy.agreements().values()) {
            if (agreement.body().equals(id)) {
                accounts.add(new Account(finding.entity(), agreement.id()));
            }
        }
        Body body = policy.bodies().get(id);
        if (body != null && body.group() != null) {
            accounts.add(new Account(Entity.group(body.group()), null));
        }
        List<String> names = accounts.stream()
                .flatMap(account -> situation.policies().limitsOn(account).stream())
                .filter(limit ->
                        (limit.count() == Basis.CHILDREN || limit.count() == Basis.REPEATS) && limit.isIn(policy))
                .map(LimitHistory::name)
                .distinct()
                .toList();
        return names.isEmpty() ? "no limit" : Sentence.listed(names, NAMED_LIMITS);
    }
}
