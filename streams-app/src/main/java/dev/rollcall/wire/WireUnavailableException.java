package dev.rollcall.wire;

/**
 * A transient failure: the registry cannot be asked at the moment. It says nothing about the record, which is to be
 * tried again; it has no cause, since foreign messages may quote field values.
 */
public final class WireUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WireUnavailableException(String topic, Throwable met) {
        super("Expected the schema registry to answer about a record of '%s', but met %s"
                .formatted(topic, met.getClass().getName()));
    }
}
