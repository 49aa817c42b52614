package dev.rollcall.policy;

/** Where something is written: a file and a line, counted from 1. */
public record Place(String file, int line) {

    @Override
    public String toString() {
        return file + " line " + line;
    }
}
