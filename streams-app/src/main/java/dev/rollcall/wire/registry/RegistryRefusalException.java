package dev.rollcall.wire.registry;

import org.apache.kafka.common.KafkaException;

/** A permanent failure: the registry understood the request and said no, and will say so again. */
public final class RegistryRefusalException extends KafkaException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int errorCode;

    RegistryRefusalException(String expected, int status, int errorCode) {
        this(
                status,
                errorCode,
                "Expected " + expected + ", but the schema registry answered " + status + " (error_code " + errorCode
                        + ")" + remedy(status));
    }

    private RegistryRefusalException(int status, int errorCode, String message) {
        super(message);
        this.status = status;
        this.errorCode = errorCode;
    }

    /** The same, saying also what to do. */
    RegistryRefusalException with(String remedy) {
        return new RegistryRefusalException(status, errorCode, getMessage() + remedy);
    }

    private static String remedy(int status) {
        return switch (status) {
            case 401 ->
                "; it wants a user and a password that it knows: set '%s' to USER_INFO and '%s' to user:password"
                        .formatted(RegistryAccess.SOURCE, RegistryAccess.USER_INFO);
            case 403 -> "; it knows us, and does not permit us this";
            default -> "";
        };
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
