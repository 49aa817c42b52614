package dev.rollcall.app.cli;

import dev.rollcall.app.config.Configuration;
import dev.rollcall.monitor.EntityMonitor;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.streams.MonitorListener;
import dev.rollcall.streams.MonitorTopology;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Topics;
import dev.rollcall.wire.Yaml;
import dev.rollcall.wire.registry.AvroDeserializer;
import dev.rollcall.wire.registry.AvroSerializer;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The topology as Kafka Streams describes it; nothing is started or reached for it. */
@Command(
        name = "topology",
        description = "Shows the Kafka Streams topology, as Streams itself describes it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = "  rollcall show topology")
final class ShowTopology implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Configuration configuration = Rollcall.configuration(spec);
        Topics topics = new Topics(configuration.text("topics.prefix"));
        MonitorTopology topology = new MonitorTopology(
                topics,
                configuration.whole("topics.partitions", 1),
                0,
                () -> new Monitor(new Intake(Pseudonymiser.fixed()), yaml -> Yaml.documents(yaml, "policy")),
                () -> new EntityMonitor(
                        yaml -> Yaml.documents(yaml, "policy"),
                        Pseudonymiser.fixed().keyCheck()),
                () -> new Codec(topics, new AvroSerializer(), new AvroDeserializer()),
                new MonitorListener() {});
        StreamsConfig config = new StreamsConfig(Map.of(
                "application.id",
                configuration.text("application-id"),
                "bootstrap.servers",
                "none:1",
                "ensure.explicit.internal.resource.naming",
                true));
        spec.commandLine().getOut().print(topology.build(config).describe());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
