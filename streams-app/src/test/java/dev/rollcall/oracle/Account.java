package dev.rollcall.oracle;

/** Whom figures belong to: an entity, and the agreement under which it asked or null for all it did. */
record Account(String entityKind, String entity, String agreementId) {}
