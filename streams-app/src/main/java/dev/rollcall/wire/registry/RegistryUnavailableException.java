package dev.rollcall.wire.registry;

import org.apache.kafka.common.KafkaException;

/**
 * A transient failure: the registry gave no usable answer within the patience given. The request may be repeated;
 * nothing follows from this about the record or the schema concerned.
 */
public final class RegistryUnavailableException extends KafkaException {

    private static final long serialVersionUID = 1L;

    RegistryUnavailableException(String message) {
        super(message);
    }
}
