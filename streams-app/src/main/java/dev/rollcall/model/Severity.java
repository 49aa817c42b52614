package dev.rollcall.model;

/** How urgent a finding is, from least to most. */
public enum Severity {
    INFO,
    WARNING,
    HIGH,
    CRITICAL
}
