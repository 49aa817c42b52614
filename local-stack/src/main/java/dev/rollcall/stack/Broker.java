package dev.rollcall.stack;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in this JVM, which is its own controller, on 127.0.0.1.
 *
 * <p>It takes transactions with one replica, keeps records however old their events are, and makes no topic unasked.
 * It can be stopped and started again with its port and its data; closing it deletes its folder.
 */
final class Broker implements AutoCloseable {

    private static final int NODE = 1;
    private static final String UNLIMITED = Long.toString(Long.MAX_VALUE);

    private final TemporaryFolder folder;
    private final int port;
    private final Properties settings;
    private @Nullable KafkaRaftServer server;

    private Broker(Path folder, int port, int controllerPort) {
        this.folder = new TemporaryFolder(folder);
        this.port = port;
        this.settings = settings(folder, port, controllerPort);
    }

    /**
     * Starts a new broker and returns once it answers.
     *
     * @param folder its own from now on: made if absent, deleted by {@link #close()}
     */
    static Broker start(Path folder) {
        Broker broker = new Broker(folder, LoopbackPort.free(), LoopbackPort.free());
        try {
            broker.format();
            broker.start();
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    /** Where clients find it, {@code host:port}; the same for all its life. */
    String bootstrapServers() {
        return LoopbackPort.HOST + ":" + port;
    }

    /** Starts it anew after {@link #stop()}, with the data it had; does nothing while it runs. */
    synchronized void start() {
        if (server == null) {
            server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
            try {
                server.startup();
            } catch (RuntimeException e) {
                stop();
                throw new StackException("Expected a broker to start on port " + port + ", but it did not: " + e, e);
            }
        }
    }

    /** Stops it in good order and keeps its data; does nothing while it is stopped. */
    synchronized void stop() {
        KafkaRaftServer stopping = server;
        if (stopping != null) {
            server = null;
            stopping.shutdown();
            stopping.awaitShutdown();
        }
    }

    @Override
    public void close() {
        stop();
        folder.close();
    }

    private void format() {
        String directory = folder.path().toString();
        try (PrintStream silence = new PrintStream(OutputStream.nullOutputStream())) {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE)
                    .addDirectory(directory)
                    .setMetadataLogDirectory(directory)
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .setPrintStream(silence)
                    .run();
        } catch (Exception e) {
            throw new StackException("Expected to prepare " + directory + " for a broker, but could not: " + e, e);
        }
    }

    private static Properties settings(Path folder, int port, int controllerPort) {
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(NODE));
        settings.setProperty("controller.quorum.voters", NODE + "@" + LoopbackPort.HOST + ":" + controllerPort);
        settings.setProperty(
                "listeners",
                "PLAINTEXT://" + LoopbackPort.HOST + ":" + port + ",CONTROLLER://" + LoopbackPort.HOST + ":"
                        + controllerPort);
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("log.dirs", folder.toString());

        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("message.max.bytes", Integer.toString(12 * 1024 * 1024));
        // stories told by tests and demos are years old, or lie ahead
        settings.setProperty("log.retention.ms", "-1");
        settings.setProperty("log.message.timestamp.before.max.ms", UNLIMITED);
        settings.setProperty("log.message.timestamp.after.max.ms", UNLIMITED);
        // 128 MB unless told otherwise
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));

        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("offsets.topic.num.partitions", "1");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("transaction.state.log.num.partitions", "1");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");

        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("group.streams.initial.rebalance.delay.ms", "0");
        return settings;
    }
}
