package dev.rollcall.policy;

import java.time.LocalDate;

/**
 * A feed that must be heard of.
 *
 * @param every within how many days, at least 1
 * @param from the first day of the first stretch
 */
public record ExpectedFeed(String id, int every, LocalDate from) {}
