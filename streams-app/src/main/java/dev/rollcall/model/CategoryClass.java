package dev.rollcall.model;

/** What a category of personal data can do to a child when it is released. */
public enum CategoryClass {
    /** Identifies a child by itself. */
    DIRECT,
    /** Identifies a child in combination with others. */
    QUASI,
    /** Stands for a child without telling which. */
    PSEUDONYM,
    /** Special category data under Article 9 of the UK GDPR, or data that is treated so. */
    SPECIAL,
    /** Safeguarding, offending, exclusion: harms the child when disclosed. */
    HIGH,
    /** Sensitive outside the special categories. */
    SENSITIVE,
    /** Everything else. */
    OTHER
}
