package dev.rollcall.model;

import java.util.Locale;

/** What kind of thing a figure belongs to. */
public enum EntityKind {
    /** An organisation that asks for data. */
    BODY,
    /** Several bodies counted together, so that a limit cannot be split between them. */
    GROUP,
    /** Who decides on requests. */
    PANEL,
    /** A system that sends events. */
    FEED;

    /** The kind as written in events, alerts and figures: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind written as {@code text}; throws {@link IllegalArgumentException} where there is none. */
    public static EntityKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
