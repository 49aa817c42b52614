package dev.rollcall.policy;

/** One thing that is wrong with a policy: what was expected, what was found, and where. */
public record Problem(String message, String path, Place place) {

    @Override
    public String toString() {
        return path.isEmpty() ? "%s (%s)".formatted(message, place) : "%s (%s, %s)".formatted(message, path, place);
    }
}
