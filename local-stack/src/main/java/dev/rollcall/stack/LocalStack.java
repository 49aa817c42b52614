package dev.rollcall.stack;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A broker and a registry together, in one temporary folder.
 *
 * <p>Closing stops them and deletes the folder. Ctrl-C and any other end of this JVM do the same, except
 * {@code kill -9}, which leaves the folder behind, but no process.
 */
public final class LocalStack implements AutoCloseable {

    private final Broker broker;
    private final RegistryServer registry;
    private final ClosingOrder order;

    private LocalStack(Broker broker, RegistryServer registry, ClosingOrder order) {
        this.broker = broker;
        this.registry = registry;
        this.order = order;
    }

    /** Starts both at once, with the cache that the environment names, and returns when both answer. */
    public static LocalStack start(Progress progress) {
        return start(RegistryServer.cache(System.getenv()), progress);
    }

    /**
     * Starts both at once and returns when both answer.
     *
     * @param cache keeps what was fetched
     */
    public static LocalStack start(Path cache, Progress progress) {
        ClosingOrder order = ClosingOrder.begin();
        Path folder = order.keep(TemporaryFolder.create()).path();
        CompletableFuture<RegistryServer> registering = CompletableFuture.supplyAsync(
                () -> order.keep(RegistryServer.start(folder.resolve("registry"), cache, progress)),
                task -> new Thread(task, "local-stack-registry").start());
        try {
            Broker broker = order.keep(Broker.start(folder.resolve("broker")));
            return new LocalStack(broker, registering.join(), order);
        } catch (RuntimeException e) {
            registering.handle((registry, failure) -> true).join(); // nothing may start behind the close
            order.close();
            throw e instanceof CompletionException && e.getCause() instanceof StackException known ? known : e;
        }
    }

    /** The broker, to be stopped and started by tests of what happens then. */
    public Broker broker() {
        return broker;
    }

    /** The registry, to be stopped and started by tests of what happens then. */
    public RegistryServer registry() {
        return registry;
    }

    /** See {@link Broker#bootstrapServers()}. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** See {@link RegistryServer#url()}. */
    public String registryUrl() {
        return registry.url();
    }

    /** Closes {@code user} before the stack it uses, the last given first, on Ctrl-C too; returns it. */
    public <T extends AutoCloseable> T closeFirst(T user) {
        return order.keep(user);
    }

    @Override
    public void close() {
        order.close();
    }
}
