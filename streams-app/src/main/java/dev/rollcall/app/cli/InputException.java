package dev.rollcall.app.cli;

/** Says what is wrong with a file that was to be read or written. */
final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}
