package dev.rollcall.wire;

/**
 * A permanent failure that is not the record's: the registry does not let us in, or will not take our schemas. Nothing
 * but a changed configuration helps. It has no cause, since foreign messages may quote field values.
 */
public final class WireRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WireRefusedException(String topic, String met) {
        super("Expected the schema registry to serve a record of '%s', but %s".formatted(topic, met));
    }
}
