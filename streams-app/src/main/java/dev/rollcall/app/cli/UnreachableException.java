package dev.rollcall.app.cli;

/** Says that the broker could not be reached, or refused. */
final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message) {
        super(message);
    }
}
