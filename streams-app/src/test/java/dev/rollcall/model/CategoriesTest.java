package dev.rollcall.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CategoriesTest {

    private final Random random = new Random(21);

    @Test
    void fitsEveryCategoryIntoOneWord() {
        assertTrue(Category.values().length <= Long.SIZE);
        assertEquals(Category.values().length, Categories.all().size());
        assertEquals(List.of(Category.values()), Categories.all().members());
    }

    @Test
    void behavesAsASetOfTheSameMembers() {
        for (int i = 0; i < 1_000; i++) {
            // Given
            Set<Category> left = anySet();
            Set<Category> right = anySet();
            Categories these = Categories.of(left);
            Categories those = Categories.of(right);

            // When
            Set<Category> union = EnumSet.copyOf(left.isEmpty() ? EnumSet.noneOf(Category.class) : left);
            union.addAll(right);
            Set<Category> both = EnumSet.copyOf(union);
            both.retainAll(left);
            both.retainAll(right);
            Set<Category> rest = EnumSet.copyOf(union);
            rest.retainAll(left);
            rest.removeAll(right);

            // Then
            assertEquals(Categories.of(union), these.plus(those));
            assertEquals(Categories.of(both), these.intersection(those));
            assertEquals(Categories.of(rest), these.minus(those));
            assertEquals(left.containsAll(right), these.containsAll(those));
            assertEquals(!both.isEmpty(), these.intersects(those));
            assertEquals(left.size(), these.size());
            assertEquals(left.isEmpty(), these.isEmpty());
            assertEquals(new ArrayList<>(left), these.members());
            assertEquals(left.equals(right), these.equals(those));
            for (Category category : Category.values()) {
                assertEquals(left.contains(category), these.contains(category));
            }
        }
    }

    @Test
    void obeysTheLawsOfSets() {
        for (int i = 0; i < 1_000; i++) {
            Categories a = Categories.of(anySet());
            Categories b = Categories.of(anySet());
            assertEquals(a.plus(b), b.plus(a));
            assertEquals(a, a.plus(a));
            assertEquals(a, a.plus(Categories.none()));
            assertEquals(a, a.minus(Categories.none()));
            assertEquals(Categories.none(), a.minus(a));
            assertEquals(a, a.minus(b).plus(a.intersection(b)));
            assertFalse(a.minus(b).intersects(b));
            assertTrue(a.plus(b).containsAll(a));
            assertTrue(a.containsAll(Categories.none()));
            assertTrue(Categories.all().containsAll(a));
            assertFalse(a.intersects(Categories.none()));
        }
    }

    @Test
    void printsItsNamesInAlphabeticalOrder() {
        Categories categories = Categories.of(Category.NAME, Category.DATE_OF_BIRTH, Category.ADDRESS);
        assertEquals(List.of("address", "date-of-birth", "name"), categories.names());
        assertEquals("address+date-of-birth+name", categories.toString());
        assertEquals("", Categories.none().toString());
    }

    @Test
    void isEqualByItsMembersHoweverItWasBuilt() {
        Categories first = Categories.of(Category.NAME).plus(Category.SEX);
        Categories second = Categories.of(Category.SEX, Category.NAME, Category.SEX);
        assertEquals(first, second);
        assertEquals(first.hashCode(), second.hashCode());
        assertNotEquals(first, Categories.of(Category.NAME));
    }

    @Test
    void holdsTheCategoriesOfAClass() {
        assertEquals(
                "address+contact+name+pupil-number",
                Categories.of(CategoryClass.DIRECT).toString());
        Categories every = Categories.none();
        for (CategoryClass categoryClass : CategoryClass.values()) {
            assertFalse(every.intersects(Categories.of(categoryClass)));
            every = every.plus(Categories.of(categoryClass));
        }
        assertEquals(Categories.all(), every);
    }

    @Test
    void refusesABitThatStandsForNoCategory() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new Categories(1L << Category.values().length));
        assertTrue(refusal.getMessage().startsWith("Expected a mask of the "), refusal.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Categories(-1));
    }

    @Test
    void findsACategoryByItsExactText() {
        for (Category category : Category.values()) {
            assertEquals(category, Category.of(category.text()));
            assertEquals(category.text(), category.toString());
        }
        assertNull(Category.of("Name"));
        assertNull(Category.of("DATE_OF_BIRTH"));
        assertNull(Category.of(""));
    }

    private Set<Category> anySet() {
        Set<Category> set = EnumSet.noneOf(Category.class);
        int chance = random.nextInt(10);
        for (Category category : Category.values()) {
            if (random.nextInt(10) < chance) {
                set.add(category);
            }
        }
        return set;
    }
}
