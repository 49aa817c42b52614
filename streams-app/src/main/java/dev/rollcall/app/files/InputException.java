package dev.rollcall.app.files;

/** Says what is wrong with a file that was to be read or written. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(message);
    }
}
