package dev.rollcall.policy;

import java.time.LocalDate;
import java.time.Month;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A term in which a census is taken. */
public enum Term {
    SPRING(Month.JANUARY, "spring|spr"),
    SUMMER(Month.MAY, "summer6th|summer|sum"),
    AUTUMN(Month.OCTOBER, "autumn|aut");

    private static final int CENTURY = 2000;
    /** {@code AUT96} is of 1996: the database begins with that year. */
    private static final int LAST_CENTURY_FROM = 80;

    private final Month taken;
    private final Pattern inName;

    Term(Month taken, String spellings) {
        this.taken = taken;
        this.inName =
                Pattern.compile("(?:^|[_ .-])(?:" + spellings + ")[_ ]?(\\d{4}|\\d{2})$", Pattern.CASE_INSENSITIVE);
    }

    /** A term of one calendar year. */
    record OfYear(Term term, int year) {

        /** The first day of the first {@code month} from the census on. */
        LocalDate firstDayOf(Month month) {
            return LocalDate.of(month.compareTo(term.taken) < 0 ? year + 1 : year, month, 1);
        }
    }

    /** The term and year at the end of a published name, as in {@code Surname_AUT16}; null where there are none. */
    static @Nullable OfYear in(String name) {
        for (Term term : values()) {
            Matcher matcher = term.inName.matcher(name.strip());
            if (matcher.find()) {
                int year = Integer.parseInt(matcher.group(1));
                return new OfYear(
                        term, year >= 100 ? year : year < LAST_CENTURY_FROM ? CENTURY + year : CENTURY - 100 + year);
            }
        }
        return null;
    }

    /** As written in policies. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
