package dev.rollcall.policy;

import java.util.Locale;

/** What an agreement may require every request and release under it to state. */
public enum Requirement {
    CASE_REFERENCE,
    LEGAL_GATEWAY,
    LAWFUL_BASIS,
    PURPOSE,
    /** Who looked. */
    OPERATOR,
    /** Of releases alone, as those below. */
    RECIPIENT,
    /** Which panel approved. */
    PANEL_APPROVAL,
    /** The day until which the data may be kept. */
    DESTRUCTION_DATE;

    /** As written in policies and alerts. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
