package dev.rollcall.policy;

/** Decides which ids may leave intake: well-formed and not shaped like a pupil number. */
public final class Ids {
    /** The form of ids, as a regular expression. */
    public static final String FORM = "[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}";

    private static final int LONGEST = 64;
    private static final int UPN_LENGTH = 13;
    private static final int ULN_LENGTH = 10;

    private Ids() {}

    /** Whether {@code id} has the form of an id and is not shaped like a pupil number. */
    public static boolean wellFormed(String id) {
        if (id.isEmpty() || id.length() > LONGEST || !letterOrDigit(id.charAt(0))) {
            return false;
        }
        for (int i = 1; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!letterOrDigit(c) && c != '.' && c != '_' && c != ':' && c != '/' && c != '-') {
                return false;
            }
        }
        return !likePupilNumber(id);
    }

    /**
     * Whether {@code text} is shaped like a unique pupil number (a letter, eleven digits, a digit or letter) or a unique
     * learner number (ten digits).
     */
    public static boolean likePupilNumber(String text) {
        if (text.length() == UPN_LENGTH) {
            return letter(text.charAt(0))
                    && digits(text, 1, UPN_LENGTH - 1)
                    && letterOrDigit(text.charAt(UPN_LENGTH - 1));
        }
        return text.length() == ULN_LENGTH && digits(text, 0, ULN_LENGTH);
    }

    /** Whether {@code text} is shaped like a name: two or more capitalised words of letters. */
    public static boolean likeName(String text) {
        if (text.indexOf(' ') < 0 && text.indexOf(',') < 0) {
            return false;
        }
        String[] words = text.trim().split("[ ,]+");
        if (words.length < 2) {
            return false;
        }
        for (String word : words) {
            if (word.isEmpty()
                    || !Character.isUpperCase(word.charAt(0))
                    || !word.chars().allMatch(c -> Character.isLetter(c) || c == '\'' || c == '-')) {
                return false;
            }
        }
        return true;
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean letter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean letterOrDigit(char c) {
        return letter(c) || (c >= '0' && c <= '9');
    }
}
