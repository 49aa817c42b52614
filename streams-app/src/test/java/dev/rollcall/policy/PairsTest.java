package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairsTest {
    private static final Categories ADDRESS_NAME = Categories.of(Category.ADDRESS, Category.NAME);
    private static final Categories NAME_SCHOOL = Categories.of(Category.NAME, Category.SCHOOL);
    private static final Categories ALL_THREE = ADDRESS_NAME.plus(Category.SCHOOL);

    private final Pairs pairs = new Pairs();

    @Test
    void countsExtractsAndThePairsThatTheyCarry() {
        pairs.add(ALL_THREE, 3);
        pairs.add(ADDRESS_NAME, 2);
        pairs.add(Categories.of(Category.NAME), 7);

        assertEquals(12, pairs.extracts());
        assertEquals(5, pairs.with(ADDRESS_NAME));
        assertEquals(3, pairs.with(NAME_SCHOOL));
        assertEquals(0, pairs.with(Categories.of(Category.NAME, Category.NATIONALITY)));
    }

    @Test
    void theRarestPairIsTheFirstByNameAmongEquals() {
        assertEquals(Categories.of(Category.ADDRESS, Category.NAME), pairs.rarestOf(ALL_THREE));
        pairs.add(ADDRESS_NAME, 1);
        assertEquals(Categories.of(Category.ADDRESS, Category.SCHOOL), pairs.rarestOf(ALL_THREE));
        pairs.add(Categories.of(Category.ADDRESS, Category.SCHOOL), 1);
        assertEquals(NAME_SCHOOL, pairs.rarestOf(ALL_THREE));
        assertNull(pairs.rarestOf(Categories.of(Category.NAME)));
        assertNull(pairs.rarestOf(Categories.none()));
    }

    @Test
    void surpriseIsMeasuredToTheExtract() {
        // Given 62 extracts without the pair: (62 + 2) / (0 + 1) is 6 bits
        pairs.add(Categories.of(Category.NAME), 61);
        assertFalse(pairs.isSurprising(NAME_SCHOOL, 6));
        pairs.add(Categories.of(Category.NAME), 1);
        assertTrue(pairs.isSurprising(NAME_SCHOOL, 6));
        assertFalse(pairs.isSurprising(NAME_SCHOOL, 7));

        // When one carries it: (63 + 2) / (1 + 1) is a little above 5 bits
        pairs.add(NAME_SCHOOL, 1);
        assertTrue(pairs.isSurprising(NAME_SCHOOL, 5));
        assertTrue(pairs.isSurprising(NAME_SCHOOL, 5.02));
        assertFalse(pairs.isSurprising(NAME_SCHOOL, 5.03));
        assertFalse(pairs.isSurprising(NAME_SCHOOL, 6));
    }

    @Test
    void noSmallCountIsShownNorCanBeWorkedOut() {
        pairs.add(ADDRESS_NAME, 4);
        pairs.add(NAME_SCHOOL, 7);
        pairs.add(Categories.of(Category.AGE, Category.SEX), 8);
        pairs.add(Categories.of(Category.NAME), 3);

        Profile profile = pairs.rounded("police", 5);

        assertEquals("police", profile.name());
        assertEquals(20, profile.extracts(), "22 to the nearest 5");
        assertEquals(
                List.of("age+sex", "name+school"),
                profile.pairs().keySet().stream().map(Categories::toString).toList());
        assertEquals(List.of(10L, 5L), List.copyOf(profile.pairs().values()));
    }

    @Test
    void aProfileIsTakenAsItIs() {
        pairs.add(ALL_THREE, 10);
        Pairs again = Pairs.of(pairs.rounded("police", 5));

        assertEquals(10, again.extracts());
        assertEquals(10, again.with(NAME_SCHOOL));
        again.add(ALL_THREE, 1);
        assertEquals(10, pairs.with(NAME_SCHOOL));
    }
}
