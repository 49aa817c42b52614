package dev.rollcall.model;

/** Whether an alert stands, was settled, or proved to rest on events that no longer count. */
public enum AlertState {
    RAISED,
    RESOLVED,
    RETRACTED
}
