package dev.rollcall.policy;

import java.util.Locale;

/** What an agreement may require every request and release under it to state. */
public enum Requirement {
    CASE_REFERENCE,
    LEGAL_GATEWAY,
    LAWFUL_BASIS,
    PURPOSE,
    /** Who looked; of releases alone, as those below. */
    OPERATOR,
    RECIPIENT,
    /** Which panel approved. */
    PANEL_APPROVAL,
    /** The day until which the data may be kept. */
    DESTRUCTION_DATE;

    /** Whether requests need not state it: it is only known of what was released. */
    public boolean ofReleasesAlone() {
        return compareTo(OPERATOR) >= 0;
    }

    /** As written in policies and alerts. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
