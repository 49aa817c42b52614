package dev.rollcall.policy.diff;

/**
 * One thing that a version changes.
 *
 * @param what in words, beginning with the name of what changed
 */
public record PolicyChange(String what, Effect effect) {}
