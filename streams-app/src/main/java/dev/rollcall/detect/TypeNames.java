package dev.rollcall.detect;

import java.util.Locale;

/** The type of a detector by its class, told once for each: it is asked for with every finding. */
final class TypeNames extends ClassValue<String> {
    static final TypeNames OF = new TypeNames();

    private TypeNames() {}

    @Override
    protected String computeValue(Class<?> detector) {
        String name = detector.getSimpleName().replaceFirst("Detector$", "");
        return name.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
