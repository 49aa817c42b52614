package dev.rollcall.app.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No thread ends in silence. */
@Timeout(20)
class CrewTest {
    @Test
    void anErrorOfOneIsTheFailureOfAll() {
        // Given
        Crew crew = new Crew();
        Error error = new NoClassDefFoundError("a codec");

        // When
        crew.start("one", () -> {
            throw error;
        });

        // Then
        assertSame(error, assertThrows(IllegalStateException.class, crew::await).getCause());
        assertTrue(crew.hasFailed());
    }

    @Test
    void anExceptionIsToldAsItIs() {
        Crew crew = new Crew();
        crew.start("one", () -> {
            throw new IllegalArgumentException("it is wrong");
        });
        assertEquals(
                "it is wrong",
                assertThrows(IllegalArgumentException.class, crew::await).getMessage());
    }

    @Test
    void whatEndsInOrderHasNotFailed() throws InterruptedException {
        Crew crew = new Crew();
        crew.start("one", () -> {});
        crew.end(5000);
        crew.await();
        assertTrue(crew.isIdle());
        assertFalse(crew.hasFailed());
    }
}
