package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "home-office",
                "dept.work",
                "R/2016:1_a",
                "0",
                "123456789",
                "12345678901",
                "A123456789012345"
            })
    void acceptsWellFormedIds(String id) {
        assertTrue(Ids.wellFormed(id));
        assertTrue(id.matches(Ids.FORM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ".a", "jane doe", "naïve", "a\n", "a|b", "١"})
    void refusesOtherForms(String id) {
        assertFalse(Ids.wellFormed(id));
        assertFalse(id.matches(Ids.FORM));
    }

    @Test
    void anIdHasAtMostSixtyFourCharacters() {
        assertTrue(Ids.wellFormed("x".repeat(64)));
        assertFalse(Ids.wellFormed("x".repeat(65)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"H80120000100X", "b801200001001", "A00000000000z", "1234567890"})
    void refusesWhatIsShapedLikeAPupilNumber(String id) {
        assertTrue(Ids.likePupilNumber(id));
        assertFalse(Ids.wellFormed(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"H8012000010X", "1801200001001", "H8012000X100X", "123456789O", "12345678901", ""})
    void knowsWhatOnlyResemblesAPupilNumber(String text) {
        assertFalse(Ids.likePupilNumber(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Jane Doe", "Doe, Jane", "Doe,Jane", " Jane  Doe ", "Anne-Marie O'Brien", "Élodie Ça Va"})
    void knowsTheShapeOfAName(String text) {
        assertTrue(Ids.likeName(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                ", ",
                " , ",
                ",,",
                ", a",
                "Jane",
                "jane doe",
                "Jane doe",
                "T-1 T-2",
                "Jane",
                "J4ne Doe",
                "token,1"
            })
    void knowsWhatIsNoName(String text) {
        assertFalse(Ids.likeName(text));
    }

    /** A token may be any text: none may stop the monitor. */
    @ParameterizedTest
    @ValueSource(strings = {", Jane Doe", ",Doe,Jane", "\t, Jane Doe", ", , "})
    void anyTextCanBeAsked(String text) {
        assertFalse(Ids.likePupilNumber(text));
        assertFalse(Ids.wellFormed(text));
        Ids.likeName(text);
    }
}
