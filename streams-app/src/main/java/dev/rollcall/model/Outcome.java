package dev.rollcall.model;

/** What Rollcall tells the world: each kind has a topic of its own. */
public sealed interface Outcome permits Alert, Figure, Rejection {}
