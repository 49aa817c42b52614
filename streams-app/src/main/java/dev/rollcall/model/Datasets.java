package dev.rollcall.model;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The datasets that an event names.
 *
 * @param names those that the catalogue or the policy knows, spelled as there, without term and year
 * @param unknown how many others
 * @param unreleased those of {@code names} of which the event names data that had not appeared on its day
 * @param coverage the dataset of which the event names the greatest share; null where no rule in force asks for it
 */
public record Datasets(
        Set<String> names,
        int unknown,
        Set<String> unreleased,
        @Nullable Coverage coverage) {

    /** An event that names none. */
    public static final Datasets NONE = new Datasets(Set.of(), 0, Set.of(), null);

    public Datasets {
        names = Set.copyOf(names);
        unreleased = Set.copyOf(unreleased);
    }

    /**
     * How much of a dataset is named.
     *
     * @param named how many of its fields
     * @param published how many it has, at least 1
     */
    public record Coverage(String dataset, int named, int published) {

        /** Whether this is at least {@code percent} of the dataset's fields. */
        public boolean isAtLeast(int percent) {
            return 100L * named >= (long) percent * published;
        }
    }
}
