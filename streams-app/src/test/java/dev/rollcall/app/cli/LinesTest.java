package dev.rollcall.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void oneIsNoPlural() {
        assertEquals("0 lines were", Lines.count(0, "line was", "lines were"));
        assertEquals("1 line was", Lines.count(1, "line was", "lines were"));
        assertEquals("2 lines were", Lines.count(2, "line was", "lines were"));
    }

    @Test
    void listsThingsAsOneSaysThem() {
        assertEquals("", Lines.listed(List.of()));
        assertEquals("1", Lines.listed(List.of(1)));
        assertEquals("1 and 2", Lines.listed(List.of(1, 2)));
        assertEquals("1, 2 and 3", Lines.listed(List.of(1, 2, 3)));
    }
}
