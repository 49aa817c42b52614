package dev.rollcall.replay.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tokens that stand for children, plainly made up: {@code 600 new}, {@code 600 of town}, {@code 30 of town after 600}. */
final class MadeUpChildren {
    static final String FORMS =
            "as '600 new', '600 of town' or '30 of town after 600', several numbers being taken in turn";

    private static final int MOST = 1_000_000;
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,7}(?: \\d{1,7})*) (?:new|of ([a-z][a-z-]*)(?: after (\\d{1,7}))?)");

    private int newest;

    /** The tokens for the {@code turn}-th time that {@code text} is asked for; null where it has none of the forms. */
    @Nullable List<String> tokens(String text, int turn) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        String[] numbers = form.group(1).split(" ", -1);
        int number = Integer.parseInt(numbers[turn % numbers.length]);
        if (number > MOST) {
            return null;
        }
        List<String> tokens = new ArrayList<>(number);
        String pool = form.group(2);
        int after = pool == null ? newest : form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
        for (int i = after + 1; i <= after + number; i++) {
            tokens.add(pool == null ? "made-up-" + i : "made-up-%s-%d".formatted(pool, i));
        }
        newest += pool == null ? number : 0;
        return tokens;
    }
}
