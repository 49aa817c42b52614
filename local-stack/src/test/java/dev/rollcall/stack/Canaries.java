package dev.rollcall.stack;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Made-up personal data, no piece of which is like another: what is planted in events and must not be seen behind intake.
 *
 * <p>No child has any of it: the pupil numbers have a wrong check letter, the learner numbers begin with 0, and no postcode area
 * is called QZ. Each piece has at least {@value CanarySearch#SHORTEST} characters of ASCII, so that it cannot turn up by chance.
 */
final class Canaries {

    /** What kind of personal data it looks like. */
    enum Kind {
        PUPIL_NUMBER,
        LEARNER_NUMBER,
        NAME,
        DATE_OF_BIRTH,
        POSTCODE,
        FREE_TEXT
    }

    private static final String CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ";
    private static final DateTimeFormatter IN_WORDS = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.UK);
    private static final LocalDate YOUNGEST = LocalDate.of(2009, 8, 31);

    private final List<String> planted = new ArrayList<>();
    private final Map<Kind, Integer> byKind = new EnumMap<>(Kind.class);

    /** One that no id may look like. */
    String next(Kind kind) {
        int number = planted.size();
        String canary = switch (kind) {
            case PUPIL_NUMBER -> pupilNumber(number);
            case LEARNER_NUMBER -> "0%09d".formatted((number + 137) * 739_391_117L % 1_000_000_000);
            case NAME -> "Qwend%s Zzarby%s".formatted(letters(number), letters(number * 7 + 3));
            case DATE_OF_BIRTH -> YOUNGEST.minusDays(number).format(IN_WORDS);
            case POSTCODE ->
                "QZ%d%d %d%s".formatted(number / 1000 % 10, number / 100 % 10, number / 10 % 10, "AB")
                        + (char) ('A' + number % 10);
            case FREE_TEXT -> "lives with an aunt, no. %d, is afraid of dogs".formatted(number);
        };
        return plant(kind, canary);
    }

    private String plant(Kind kind, String canary) {
        planted.add(canary);
        byKind.merge(kind, 1, Integer::sum);
        return canary;
    }

    /** One of any kind, in turns. */
    String next() {
        return next(Kind.values()[planted.size() % Kind.values().length]);
    }

    /** A date of birth as computers write it, which has the form of an id. */
    String isoDateOfBirth() {
        return plant(Kind.DATE_OF_BIRTH, YOUNGEST.minusDays(planted.size()).toString());
    }

    List<String> planted() {
        return List.copyOf(planted);
    }

    /** How many were planted that look so. */
    int planted(Kind kind) {
        return byKind.getOrDefault(kind, 0);
    }

    private static String pupilNumber(int number) {
        String digits = "%012d".formatted((number + 137) * 7_919_393_939L % 1_000_000_000_000L);
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += (digits.charAt(i) - '0') * (i + 2);
        }
        return CHECK_LETTERS.charAt((sum + 1) % CHECK_LETTERS.length()) + digits;
    }

    private static String letters(int number) {
        StringBuilder letters = new StringBuilder();
        for (int left = number; letters.length() < 3; left /= 26) {
            letters.append((char) ('a' + left % 26));
        }
        return letters.toString();
    }
}
