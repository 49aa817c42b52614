package dev.rollcall.monitor;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Digest;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.policy.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The publications of the policy that were adopted, in order. */
final class Publications {
    private final Function<String, List<Node>> yaml;
    private final List<String> adopted = new ArrayList<>();

    /** @param yaml reads the documents of a policy as published */
    Publications(Function<String, List<Node>> yaml) {
        this.yaml = yaml;
    }

    boolean isEmpty() {
        return adopted.isEmpty();
    }

    boolean contains(String published) {
        return adopted.contains(published);
    }

    /** The rules of all that were adopted. */
    RuleBook rules() {
        return RuleBook.read(documents());
    }

    /**
     * The rules once {@code published} is adopted too.
     *
     * @throws PolicyException where it is malformed, or {@link Admission} does not let it
     */
    RuleBook rulesWith(String published, Instant publishedAt) {
        List<Node> documents = documents();
        int held = documents.size();
        documents.addAll(yaml.apply(published));
        RuleBook book = RuleBook.read(documents);
        List<Policy> versions = book.policies().versions();
        List<Problem> problems = new Admission(held == 0, publishedAt)
                .against(versions.subList(held, versions.size()), documents.subList(held, documents.size()));
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return book;
    }

    Delta.Adopted add(String published, Digest keyCheck) {
        adopted.add(published);
        return new Delta.Adopted(adopted.size() - 1, published, keyCheck);
    }

    void addAll(Publications others) {
        adopted.addAll(others.adopted);
    }

    /**
     * Takes over a publication adopted in an earlier life.
     *
     * @param keyCheck of the key that is used now
     */
    void restore(Delta.Adopted delta, Digest keyCheck) {
        if (!delta.keyCheck().equals(keyCheck)) {
            throw new IllegalStateException(
                    "Expected the key of the pseudonyms that this memory was begun with, but it is another: every child would be counted anew");
        }
        adopted.add(delta.number(), delta.yaml());
    }

    /** What the versions held were read from. */
    private List<Node> documents() {
        List<Node> documents = new ArrayList<>();
        adopted.forEach(text -> documents.addAll(yaml.apply(text)));
        return documents;
    }
}
