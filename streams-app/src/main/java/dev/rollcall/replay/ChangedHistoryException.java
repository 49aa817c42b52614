package dev.rollcall.replay;

/** Says that records which were read once were gone when they were to be read again. */
public final class ChangedHistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChangedHistoryException(String figure, long before, long now) {
        super(
                "Expected to read %,d records of %s again, but only %,d are there: the others were removed meanwhile; ask again"
                        .formatted(before, figure, now));
    }
}
