package dev.rollcall.wire.registry;

import org.apache.kafka.common.KafkaException;

/** A permanent failure: the registry understood the request and said no, and will say so again. */
public final class RegistryRefusalException extends KafkaException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int errorCode;

    RegistryRefusalException(String expected, int status, int errorCode) {
        super("Expected " + expected + ", but the schema registry answered " + status + " (error_code " + errorCode
                + ")");
        this.status = status;
        this.errorCode = errorCode;
    }

    /** HTTP status of the answer, such as 409 for a schema that is not compatible with an earlier one. */
    public int status() {
        return status;
    }

    /** The registry's own {@code error_code}, such as 40403 for a schema it does not know; 0 where it gave none. */
    public int errorCode() {
        return errorCode;
    }
}
