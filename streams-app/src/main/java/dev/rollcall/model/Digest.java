package dev.rollcall.model;

/** 128 bits of a keyed digest. */
public record Digest(long high, long low) {}
