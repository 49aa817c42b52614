package dev.rollcall.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A category of personal data: the closed list that policies name and to which the catalogue maps published fields.
 *
 * <p>New constants go to the end: {@link Categories} numbers its members by {@link #ordinal()}, and there is room for 64.
 */
public enum Category {
    PUPIL_NUMBER(CategoryClass.DIRECT),
    NAME(CategoryClass.DIRECT),
    CONTACT(CategoryClass.DIRECT),
    ADDRESS(CategoryClass.DIRECT),
    PSEUDONYM(CategoryClass.PSEUDONYM),
    POSTCODE(CategoryClass.QUASI),
    DATE_OF_BIRTH(CategoryClass.QUASI),
    AGE(CategoryClass.QUASI),
    SEX(CategoryClass.QUASI),
    AREA(CategoryClass.QUASI),
    SCHOOL(CategoryClass.QUASI),
    ATTENDANCE_DATE(CategoryClass.QUASI),
    SIBLING_GROUP(CategoryClass.QUASI),
    NATIONALITY(CategoryClass.SPECIAL),
    COUNTRY_OF_BIRTH(CategoryClass.SPECIAL),
    ETHNICITY(CategoryClass.SPECIAL),
    LANGUAGE(CategoryClass.SPECIAL),
    DISABILITY(CategoryClass.SPECIAL),
    SPECIAL_NEEDS(CategoryClass.SPECIAL),
    ABSENCE_REASON(CategoryClass.SPECIAL),
    ASYLUM(CategoryClass.HIGH),
    CHILD_IN_NEED(CategoryClass.HIGH),
    LOOKED_AFTER(CategoryClass.HIGH),
    OFFENDING(CategoryClass.HIGH),
    EXCLUSION(CategoryClass.HIGH),
    EXCLUSION_REASON(CategoryClass.HIGH),
    PLACEMENT_REASON(CategoryClass.HIGH),
    ALTERNATIVE_PROVISION(CategoryClass.HIGH),
    ATTENDANCE(CategoryClass.SENSITIVE),
    POVERTY(CategoryClass.SENSITIVE),
    SERVICE_CHILD(CategoryClass.SENSITIVE),
    DESTINATION(CategoryClass.SENSITIVE),
    ATTAINMENT(CategoryClass.SENSITIVE),
    ENROLMENT(CategoryClass.OTHER),
    RECORD_ADMIN(CategoryClass.OTHER);

    private static final Map<String, Category> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Category::text, Function.identity()));

    private final CategoryClass categoryClass;
    private final String text;

    Category(CategoryClass categoryClass) {
        this.categoryClass = categoryClass;
        this.text = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The category that a policy writes so ({@code date-of-birth}, exactly), or null where there is none. */
    public static @Nullable Category of(String text) {
        return BY_TEXT.get(text);
    }

    public CategoryClass categoryClass() {
        return categoryClass;
    }

    /** The name as policies, alerts and figures write it: {@code date-of-birth}. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
