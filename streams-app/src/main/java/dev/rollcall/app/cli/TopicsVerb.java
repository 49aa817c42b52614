package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.wire.SchemaSetup;
import dev.rollcall.wire.Topics;
import dev.rollcall.wire.registry.SchemaRegistry;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the broker holds our topics; creates those that are missing, and registers the schemas, where told to. */
@Command(
        name = "topics",
        description = {
            "Shows how the broker holds our topics; exit code 7 where one is missing or differs.",
            "With --create, creates the missing ones and registers all schemas first; what is there is left as it is.",
            "Where auto.register.schemas is false, the schemas must be in the registry already."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall topics",
            "  rollcall topics --create",
            "  ROLLCALL_TOPICS_PARTITIONS=12 ROLLCALL_TOPICS_REPLICATION=1 \\",
            "      rollcall topics --create"
        })
final class TopicsVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--create",
            description = "Create what is missing, with topics.partitions and topics.replication as configured.")
    private boolean create;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Connections connections = Rollcall.connections(spec);
        Topics topics = connections.topics();
        try (Admin admin = connections.admin()) {
            if (create) {
                create(connections, admin, out);
            }
            Lines.table(
                    out,
                    List.of("TOPIC", "PARTITIONS", "REPLICAS", "STATE"),
                    TopicSetup.states(admin, topics).stream()
                            .map(TopicsVerb::row)
                            .toList());
            List<String> problems = TopicSetup.problems(admin, topics);
            problems.forEach(spec.commandLine().getErr()::println);
            return problems.isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
        }
    }

    private void create(Connections connections, Admin admin, PrintWriter out) {
        Configuration configuration = Rollcall.configuration(spec);
        int partitions = configuration.whole("topics.partitions", 1);
        int replication = configuration.whole("topics.replication", 1);
        List<String> created = TopicSetup.create(admin, connections.topics(), partitions, replication);
        out.println(created.isEmpty() ? "All topics are there." : "Created " + String.join(", ", created) + ".");
        SchemaRegistry registry = connections.registry();
        Map<String, Integer> ids = SchemaSetup.register(registry, connections.topics());
        out.println((registry.registers() ? "Registered " : "Found ") + String.join(", ", ids.keySet()) + ".");
    }

    private static List<String> row(TopicSetup.State state) {
        String said = state.differing().isEmpty()
                ? "as it should be"
                : new TreeMap<>(state.differing())
                        .entrySet().stream()
                                .map(setting -> setting.getKey() + "=" + setting.getValue())
                                .collect(Collectors.joining(", "));
        return List.of(
                state.topic().name(),
                state.exists() ? String.valueOf(state.partitions()) : "",
                state.exists() ? String.valueOf(state.replicas()) : "",
                state.exists() ? said : "missing");
    }
}
