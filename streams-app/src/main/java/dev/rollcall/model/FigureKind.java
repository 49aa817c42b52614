package dev.rollcall.model;

/** What is counted, in which kind of window. */
public record FigureKind(Basis basis, Calendar per) {}
