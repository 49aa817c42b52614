package dev.rollcall.stack.bench;

/** Says that a candidate came to another answer than the right one, so that its speed means nothing. */
final class WrongAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongAnswerException(String message) {
        super(message);
    }
}
