package dev.rollcall.app.page;

import dev.rollcall.wire.FigureLine;

/** What a figure says, without whose it is: as little as must be kept of many. */
record Counted(long count, boolean exact, boolean restated) {
    static final Counted NOTHING = new Counted(0, true, false);

    static Counted of(FigureLine figure) {
        return new Counted(figure.count(), figure.exact(), figure.restated());
    }

    /** Whether there is anything to tell: a figure of 0 that was always 0 is none. */
    boolean tells() {
        return count > 0 || restated || !exact;
    }
}
