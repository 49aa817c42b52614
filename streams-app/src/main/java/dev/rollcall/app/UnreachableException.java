package dev.rollcall.app;

/** Says that the broker or the registry could not be reached, or refused. */
public final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreachableException(String message) {
        super(message);
    }
}
