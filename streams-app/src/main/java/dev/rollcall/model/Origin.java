package dev.rollcall.model;

import java.time.Instant;

/**
 * Where a record lies in the log.
 *
 * @param appendedAt the record's timestamp
 */
public record Origin(String topic, int partition, long offset, Instant appendedAt) {}
