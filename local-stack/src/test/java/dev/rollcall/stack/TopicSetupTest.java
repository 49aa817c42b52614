package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.app.TopicSetup;
import dev.rollcall.wire.Topics;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The creation of topics on a cluster whose brokers do not all hear of them at once. */
@ExtendWith(SharedStack.class)
class TopicSetupTest {
    @Test
    void waitsForABrokerThatHasNotHeardOfATopicYet(LocalStack stack) {
        // Given
        AtomicInteger asked = new AtomicInteger();
        Topics topics = new Topics("unheard-of.");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            // When
            TopicSetup.create(hearingLate(admin, 2, asked), topics, 2, 1);

            // Then
            assertEquals(3, asked.get());
            assertEquals(2, TopicSetup.checkInputs(admin, topics));
        }
    }

    /** Asks {@code admin}, but leaders have heard of no topic when they are asked the first {@code times}. */
    private static Admin hearingLate(Admin admin, int times, AtomicInteger asked) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("listOffsets") && asked.incrementAndGet() <= times) {
                        return unknown(((Map<?, ?>) arguments[0]).keySet());
                    }
                    try {
                        return method.invoke(admin, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static ListOffsetsResult unknown(Collection<?> partitions) {
        return new ListOffsetsResult(partitions.stream()
                .collect(Collectors.toMap(partition -> (TopicPartition) partition, partition -> failed())));
    }

    private static KafkaFuture<ListOffsetsResult.ListOffsetsResultInfo> failed() {
        KafkaFutureImpl<ListOffsetsResult.ListOffsetsResultInfo> future = new KafkaFutureImpl<>();
        future.completeExceptionally(new UnknownTopicOrPartitionException("not heard of"));
        return future;
    }
}
