package dev.rollcall.model;

import java.util.Arrays;
import java.util.List;

/**
 * A set of categories, held as one bit for each: bit {@code n} is the category whose ordinal is {@code n}.
 *
 * @param mask the members; a bit beyond the last category is refused
 */
public record Categories(long mask) {

    private static final List<Category> KNOWN = List.of(Category.values());
    private static final long EVERY = -1L >>> (Long.SIZE - KNOWN.size());
    private static final Categories NONE = new Categories(0);

    public Categories {
        if ((mask & ~EVERY) != 0) {
            throw new IllegalArgumentException(
                    "Expected a mask of the %d known categories, but was 0x%x".formatted(KNOWN.size(), mask));
        }
    }

    public static Categories none() {
        return NONE;
    }

    public static Categories all() {
        return new Categories(EVERY);
    }

    public static Categories of(Category... categories) {
        return of(Arrays.asList(categories));
    }

    public static Categories of(Iterable<Category> categories) {
        long mask = 0;
        for (Category category : categories) {
            mask |= bit(category);
        }
        return new Categories(mask);
    }

    /** All categories of one class. */
    public static Categories of(CategoryClass categoryClass) {
        return of(KNOWN.stream()
                .filter(category -> category.categoryClass() == categoryClass)
                .toList());
    }

    public boolean contains(Category category) {
        return (mask & bit(category)) != 0;
    }

    /** Whether every member of {@code others} is a member here; true for the empty set. */
    public boolean containsAll(Categories others) {
        return (others.mask & ~mask) == 0;
    }

    /** Whether at least one category is a member of both. */
    public boolean intersects(Categories others) {
        return (mask & others.mask) != 0;
    }

    public Categories intersection(Categories others) {
        return new Categories(mask & others.mask);
    }

    public Categories minus(Categories others) {
        return new Categories(mask & ~others.mask);
    }

    public Categories plus(Categories others) {
        return new Categories(mask | others.mask);
    }

    public Categories plus(Category category) {
        return new Categories(mask | bit(category));
    }

    public boolean isEmpty() {
        return mask == 0;
    }

    public int size() {
        return Long.bitCount(mask);
    }

    /** The members in the order of the enum. */
    public List<Category> members() {
        return KNOWN.stream().filter(this::contains).toList();
    }

    /** The members' names in alphabetical order. */
    public List<String> names() {
        return members().stream().map(Category::text).sorted().toList();
    }

    /** The sorted names joined by {@code +}; the empty set is the empty text. */
    @Override
    public String toString() {
        return String.join("+", names());
    }

    private static long bit(Category category) {
        return 1L << category.ordinal();
    }
}
