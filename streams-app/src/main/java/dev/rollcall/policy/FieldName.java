package dev.rollcall.policy;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The spelling of a published field name: which parts of it only say when the data was collected.
 *
 * <p>{@link #normalise} works from the right, without regard to case; a space, a dot and a hyphen count as an underscore:
 *
 * <ol>
 *   <li>terms go: {@code _[term]}, {@code _AUT}, {@code _SPR}, {@code _SUM}, {@code _Autumn}, {@code _Spring},
 *       {@code _Summer}, {@code _Summer6th}, each with or without a year;
 *   <li>the year of a collection goes, the collection stays: {@code _ab15} (absence) and {@code _ex[yy]} (exclusions) become
 *       {@code _ab} and {@code _ex};
 *   <li>before a collection terms go as well, and before {@code _ex} so does the number of the exclusion
 *       ({@code Reason_3_ex14});
 *   <li>the literal {@code _[n]} goes wherever a term would.
 * </ol>
 *
 * <p>A year is {@code [yy]}, two digits or four. A number that follows neither a term nor a collection is part of the name
 * ({@code EVERFSM_6}, {@code KS4_EBACC_94}). A name never becomes empty. Normalising twice changes nothing.
 */
final class FieldName {

    private static final String[] TERMS = {
        "_[term]", "_autumn", "_spring", "_summer6th", "_summer", "_aut", "_spr", "_sum"
    };
    private static final String ABSENCE = "_ab";
    private static final String EXCLUSIONS = "_ex";
    private static final String ANY_YEAR = "[yy]";
    private static final String ANY_INDEX = "_[n]";

    private static final Pattern BLANK_BEFORE_YEAR = Pattern.compile("[ _.-](\\d{4}|\\d{2})$");

    private FieldName() {}

    /** The key of a published name: {@code Surname_AUT16} gives {@code surname}, {@code Reason_3_ex14} gives {@code reason_ex}. */
    static String normalise(String published) {
        String name = lowerCase(published.strip());
        int end = withoutTerms(name, name.length(), false);
        int beforeYear = withoutYear(name, end);
        String collection = "";
        if (endsWith(name, beforeYear, ABSENCE)) {
            collection = ABSENCE;
        } else if (endsWith(name, beforeYear, EXCLUSIONS)) {
            collection = EXCLUSIONS;
        }
        if (collection.isEmpty()) {
            return name.substring(0, end);
        }
        end = withoutTerms(name, beforeYear - collection.length(), collection.equals(EXCLUSIONS));
        return name.substring(0, end).concat(collection);
    }

    /** The key of a dataset's name, in which a blank may stand between term and year: {@code School Census Autumn 2016}. */
    static String ofDataset(String name) {
        return normalise(BLANK_BEFORE_YEAR.matcher(name.strip()).replaceFirst("$1"));
    }

    /**
     * The key under which a normalised name is looked for when it is not known as it stands: without its collection, else
     * without a trailing number of one or two digits; null when it has neither.
     */
    static @Nullable String lessExact(String key) {
        String bare = withoutCollection(key);
        if (bare != null) {
            return bare;
        }
        int end = withoutIndex(key, key.length());
        return end == key.length() ? null : key.substring(0, end);
    }

    /** A normalised name without its collection; null when it has none. */
    static @Nullable String withoutCollection(String key) {
        boolean collected = endsWith(key, key.length(), ABSENCE) || endsWith(key, key.length(), EXCLUSIONS);
        return collected ? key.substring(0, key.length() - ABSENCE.length()) : null;
    }

    private static int withoutTerms(String name, int from, boolean indexed) {
        int end = from;
        int before;
        do {
            before = end;
            end = withoutTerm(name, end);
            if (endsWith(name, end, ANY_INDEX)) {
                end -= ANY_INDEX.length();
            }
            if (indexed) {
                end = withoutIndex(name, end);
            }
        } while (end != before);
        return end;
    }

    private static int withoutTerm(String name, int end) {
        int beforeYear = withoutYear(name, end);
        for (String term : TERMS) {
            if (endsWith(name, beforeYear, term)) {
                return beforeYear - term.length();
            }
        }
        return end;
    }

    private static int withoutYear(String name, int end) {
        if (name.startsWith(ANY_YEAR, end - ANY_YEAR.length())) {
            return end - ANY_YEAR.length();
        }
        int digits = digitsBefore(name, end);
        return digits == 2 || digits == 4 ? end - digits : end;
    }

    private static int withoutIndex(String name, int end) {
        int digits = digitsBefore(name, end);
        int underscore = end - digits - 1;
        return (digits == 1 || digits == 2) && underscore > 0 && name.charAt(underscore) == '_' ? underscore : end;
    }

    private static int digitsBefore(String name, int end) {
        int start = end;
        while (start > 0 && name.charAt(start - 1) >= '0' && name.charAt(start - 1) <= '9') {
            start--;
        }
        return end - start;
    }

    /** Whether the part of the name before {@code end} ends so and something is left before that. */
    private static boolean endsWith(String name, int end, String suffix) {
        return end > suffix.length() && name.startsWith(suffix, end - suffix.length());
    }

    /** Lower case for ASCII alone: no locale, and a name of other letters is in no catalogue anyway. */
    private static String lowerCase(String name) {
        char[] letters = name.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            char letter = letters[i];
            if (letter >= 'A' && letter <= 'Z') {
                letters[i] = (char) (letter + ('a' - 'A'));
            } else if (letter == ' ' || letter == '.' || letter == '-') {
                letters[i] = '_';
            }
        }
        return new String(letters);
    }
}
