package dev.rollcall.app;

import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.wire.Topic;
import dev.rollcall.wire.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the broker must hold before records flow: our topics, as many partitions everywhere, and nothing removed by age. */
public final class TopicSetup {
    private static final String REMEDY = "run 'rollcall topics --create'";
    private static final int MOST_LOOKS = 600;
    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private TopicSetup() {}

    /**
     * How the broker holds a topic.
     *
     * @param partitions 0 where there is no such topic
     * @param replicas of its first partition
     * @param differing what it has instead of each setting that is not as {@link Topic#settings()} says
     */
    public record State(Topic<?> topic, int partitions, int replicas, Map<String, String> differing) {
        public State {
            differing = Map.copyOf(differing);
        }

        public boolean exists() {
            return partitions > 0;
        }
    }

    /**
     * Creates the topics that are missing, and returns once the broker tells of them.
     *
     * @return the names of those created
     * @throws ConfigurationException where there are too few brokers for {@code replication}
     * @throws UnreachableException where the broker does not answer, or refuses
     */
    public static List<String> create(Admin admin, Topics topics, int partitions, int replication) {
        List<String> created = new ArrayList<>();
        for (State state : states(admin, topics)) {
            if (!state.exists()
                    && create(
                            admin,
                            new NewTopic(state.topic().name(), partitions, (short) replication)
                                    .configs(state.topic().settings()))) {
                created.add(state.topic().name());
            }
        }
        awaitAll(admin, topics);
        return List.copyOf(created);
    }

    /** Whether it was not there before. */
    private static boolean create(Admin admin, NewTopic topic) {
        KafkaFuture<Void> creation = admin.createTopics(List.of(topic)).all();
        try {
            creation.get();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            if (e.getCause() instanceof InvalidReplicationFactorException) {
                throw new ConfigurationException("Expected as many brokers as 'topics.replication' says, %d, but: %s"
                        .formatted(topic.replicationFactor(), e.getCause().getMessage()));
            }
            return Connections.answer(creation, "create topic '%s'".formatted(topic.name())) == null;
        }
    }

    private static void awaitAll(Admin admin, Topics topics) {
        for (int look = 0; look < MOST_LOOKS; look++) {
            Map<String, TopicDescription> told = describe(admin, names(topics.all()));
            if (told.size() == topics.all().size() && leadersAnswer(admin, told.values())) {
                return;
            }
            try {
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptException(e);
            }
        }
        throw new UnreachableException("Expected the broker to tell of the topics just created, but it does not yet");
    }

    /** How the broker holds each of our topics, in their order. */
    public static List<State> states(Admin admin, Topics topics) {
        Map<String, TopicDescription> found = describe(admin, names(topics.all()));
        Map<String, Config> configs = configs(admin, found.keySet());
        List<State> states = new ArrayList<>();
        for (Topic<?> topic : topics.all()) {
            TopicDescription description = found.get(topic.name());
            states.add(
                    description == null
                            ? new State(topic, 0, 0, Map.of())
                            : new State(
                                    topic,
                                    description.partitions().size(),
                                    description.partitions().get(0).replicas().size(),
                                    differing(topic, configs.getOrDefault(topic.name(), new Config(List.of())))));
        }
        return List.copyOf(states);
    }

    /** Everything that keeps our topics from being as they should; empty where all is well. */
    public static List<String> problems(Admin admin, Topics topics) {
        List<String> problems = new ArrayList<>();
        List<State> states = states(admin, topics);
        for (State state : states) {
            if (!state.exists()) {
                problems.add(missing(state.topic().name()));
            }
            new TreeMap<>(state.differing())
                    .forEach((setting, value) -> problems.add("Expected topic '%s' to have %s=%s, but it has %s"
                            .formatted(
                                    state.topic().name(),
                                    setting,
                                    state.topic().settings().get(setting),
                                    value)));
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        states.stream()
                .filter(state -> state.exists() && state.topic().partitionedAsInputs())
                .forEach(state -> counts.put(state.topic().name(), state.partitions()));
        if (counts.values().stream().distinct().count() > 1) {
            problems.add(unequal(counts));
        }
        return List.copyOf(problems);
    }

    /**
     * How many partitions both inputs and the directives have.
     *
     * @throws ConfigurationException where one is missing, or they have not equally many
     * @throws UnreachableException where the broker does not answer, or refuses
     */
    public static int checkInputs(Admin admin, Topics topics) {
        List<String> names =
                names(topics.all().stream().filter(Topic::partitionedAsInputs).toList());
        Map<String, TopicDescription> found = describe(admin, names);
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            TopicDescription description = found.get(name);
            if (description == null) {
                problems.add(missing(name));
            } else {
                counts.put(name, description.partitions().size());
            }
        }
        if (counts.values().stream().distinct().count() > 1) {
            problems.add(unequal(counts));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", problems));
        }
        return counts.values().iterator().next();
    }

    /**
     * The partitions of {@code topic}, as the broker tells a consumer.
     *
     * @throws ConfigurationException where there is no such topic
     */
    public static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new ConfigurationException(missing(topic));
        }
        return found.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private static String missing(String topic) {
        return "Expected topic '%s', but there is none: %s".formatted(topic, REMEDY);
    }

    private static String unequal(Map<String, Integer> counts) {
        return "Expected both inputs and the directives to have equally many partitions, but found %s"
                .formatted(counts.entrySet().stream()
                        .map(entry -> "%d of '%s'".formatted(entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining(", ")));
    }

    private static List<String> names(Collection<Topic<?>> topics) {
        return topics.stream().map(Topic::name).toList();
    }

    /**
     * Whether the leader of each partition answers. One may be named before it knows that it leads; what a producer sends it
     * then can come out of order and be refused for good. In a cluster one broker tells of a topic before another has heard.
     */
    private static boolean leadersAnswer(Admin admin, Collection<TopicDescription> topics) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (TopicDescription topic : topics) {
            topic.partitions()
                    .forEach(partition ->
                            ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        KafkaFuture<?> answers = admin.listOffsets(ends).all();
        try {
            answers.get();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            return Connections.answer(answers, "answer for every partition of the topics created") == null;
        }
    }

    /** Those of the topics that there are. */
    private static Map<String, TopicDescription> describe(Admin admin, List<String> names) {
        Map<String, TopicDescription> found = new LinkedHashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, future) -> {
            try {
                found.put(name, future.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptException(e);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    Connections.answer(future, "describe topic '%s'".formatted(name));
                }
            }
        });
        return found;
    }

    private static Map<String, Config> configs(Admin admin, Collection<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Config> configs = new LinkedHashMap<>();
        Connections.answer(admin.describeConfigs(resources).all(), "tell the settings of our topics")
                .forEach((resource, config) -> configs.put(resource.name(), config));
        return configs;
    }

    private static Map<String, String> differing(Topic<?> topic, Config config) {
        Map<String, String> differing = new TreeMap<>();
        topic.settings().forEach((setting, expected) -> {
            ConfigEntry entry = config.get(setting);
            String found = entry == null || entry.value() == null ? "nothing" : entry.value();
            if (!found.equals(expected)) {
                differing.put(setting, found);
            }
        });
        return differing;
    }
}
