package dev.rollcall.app;

import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.model.Directive;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.policy.Problem;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Decoded;
import dev.rollcall.wire.Topics;
import dev.rollcall.wire.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads from the directives which policies have been published; for one thread. */
public final class DirectiveReader implements AutoCloseable {
    private final Topics topics;
    private final TopicReader reader;
    private final Codec codec;

    public DirectiveReader(Connections connections) {
        this.topics = connections.topics();
        this.reader = new TopicReader(connections);
        this.codec = connections.codec();
    }

    /**
     * What all partitions together hold.
     *
     * @param publications each once, in order, as first written
     * @param lacking the partitions that have not got all of them: a publication was broken off there
     */
    public record Held(List<Directive.PolicyPublished> publications, List<Integer> lacking) {
        public Held {
            publications = List.copyOf(publications);
            lacking = List.copyOf(lacking);
        }

        /**
         * The YAML of each publication that the watch adopts. It passes over those it refuses, and so does this.
         *
         * @throws PolicyException where there are some, and it refuses all of them
         */
        public List<String> policies() {
            Monitor probe =
                    new Monitor(new Intake(Pseudonymiser.fixed()), yaml -> Yaml.documents(yaml, "published policy"));
            List<String> adopted = new ArrayList<>();
            List<Problem> problems = new ArrayList<>();
            for (Directive.PolicyPublished publication : publications) {
                try {
                    probe.adopt(publication.yaml(), publication.publishedAt());
                    adopted.add(publication.yaml());
                } catch (PolicyException e) {
                    problems.addAll(e.problems());
                }
            }
            if (adopted.isEmpty() && !problems.isEmpty()) {
                throw new PolicyException(problems);
            }
            return adopted;
        }
    }

    /**
     * The distinct publications that the watch adopts, in order.
     *
     * @throws PolicyException where it refuses all of them
     * @throws ConfigurationException where partitions disagree, or there is no such topic
     * @throws UnreachableException where the broker does not answer
     */
    public List<String> policies() {
        Held held = held();
        if (!held.lacking().isEmpty()) {
            throw new ConfigurationException(
                    "Expected every partition of '%s' to hold the same %d publications of the policy, but partitions %s do not: publish the policy again"
                            .formatted(
                                    topics.directives().name(),
                                    held.publications().size(),
                                    held.lacking()));
        }
        return held.policies();
    }

    /** The same, read once from the topics that {@code connections} lead to. */
    public static List<String> policies(Connections connections) {
        try (DirectiveReader reader = new DirectiveReader(connections)) {
            return reader.policies();
        }
    }

    /** Whether there is a policy in every partition, so that all can begin. */
    public boolean everyPartitionHoldsPolicy() {
        return byPartition().values().stream().noneMatch(Map::isEmpty);
    }

    /**
     * What has been published, also where a publication was broken off.
     *
     * @throws ConfigurationException where one partition has publications in another order than the rest
     */
    public Held held() {
        List<Map<String, Directive.PolicyPublished>> all =
                List.copyOf(byPartition().values());
        Map<String, Directive.PolicyPublished> most = Map.of();
        for (Map<String, Directive.PolicyPublished> one : all) {
            most = one.size() > most.size() ? one : most;
        }
        List<String> order = List.copyOf(most.keySet());
        List<Integer> lacking = new ArrayList<>();
        for (int partition = 0; partition < all.size(); partition++) {
            List<String> here = List.copyOf(all.get(partition).keySet());
            if (!here.equals(order.subList(0, here.size()))) {
                throw new ConfigurationException(
                        "Expected every partition of '%s' to hold the same publications of the policy in the same order, but partition %d does not"
                                .formatted(topics.directives().name(), partition));
            }
            if (here.size() < order.size()) {
                lacking.add(partition);
            }
        }
        return new Held(List.copyOf(most.values()), lacking);
    }

    /** The publications of each partition by their text, in the order of their first record. */
    private Map<Integer, Map<String, Directive.PolicyPublished>> byPartition() {
        Map<Integer, Map<String, Directive.PolicyPublished>> found = new TreeMap<>();
        int partitions = reader.toEnd(topics.directives().name(), record -> {
            if (Topics.isPolicy(record.key())
                    && codec.decode(record.topic(), record.value()) instanceof Decoded.Steering steering
                    && steering.directive() instanceof Directive.PolicyPublished policy) {
                found.computeIfAbsent(record.partition(), partition -> new LinkedHashMap<>())
                        .putIfAbsent(policy.yaml(), policy);
            }
        });
        for (int partition = 0; partition < partitions; partition++) {
            found.computeIfAbsent(partition, none -> new LinkedHashMap<>());
        }
        return found;
    }

    @Override
    public void close() {
        codec.close();
    }
}
