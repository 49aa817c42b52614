package dev.rollcall.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Digest;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Stage;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PseudonymiserTest {
    private static final Event EVENT = new Event(
            EventType.EXTRACT,
            "e-1",
            "portal",
            Instant.parse("2016-03-29T09:30:00Z"),
            false,
            Stage.RELEASED,
            "home-office",
            "r-1",
            "x-1",
            "dfe-ho-mou",
            "dmap",
            "immigration-enforcement",
            "public-task",
            "section-537a",
            "case 7",
            "daily-news",
            "operator 3",
            "email",
            List.of("School Census"),
            List.of("Surname_AUT16", "Nationality"),
            21L,
            3,
            List.of("t-1", "t-2"),
            2L,
            LocalDate.of(2017, 3, 29));

    private final Pseudonymiser pseudonymiser = Pseudonymiser.fixed();

    /** Identities are stored: were they to change, every event sent again would count twice. */
    @Test
    void givesTheIdentitiesThatAreStoredAlready() {
        assertEquals(new Digest(-128398093149661978L, -5390258087656997117L), pseudonymiser.identity(EVENT));
        assertEquals(-7096627632724801193L, pseudonymiser.event(EVENT));
        assertEquals(4535441025558337790L, pseudonymiser.child("t-1"));
    }

    @Test
    void everyFieldButRetractsIsPartOfTheIdentity() throws ReflectiveOperationException {
        RecordComponent[] components = Event.class.getRecordComponents();
        Set<Digest> identities = new HashSet<>(Set.of(pseudonymiser.identity(EVENT)));
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            for (Object other : others(components[i])) {
                Digest identity = pseudonymiser.identity(with(i, other));
                if (name.equals("retracts")) {
                    assertEquals(pseudonymiser.identity(EVENT), identity);
                } else {
                    assertTrue(identities.add(identity), name + " as " + other);
                }
            }
        }
    }

    @Test
    void textsDoNotRunTogether() {
        // Given two ids that differ only in where one text ends and the next begins
        Event one = with("requestId", "ab", "extractId", "c");
        Event two = with("requestId", "a", "extractId", "bc");

        // Then
        assertNotEquals(pseudonymiser.identity(one), pseudonymiser.identity(two));
        assertNotEquals(
                pseudonymiser.event(with("feed", "ab", "eventId", "c")),
                pseudonymiser.event(with("feed", "a", "eventId", "bc")));
    }

    @Test
    void theEventKeyIsOfBodyFeedAndEventIdAlone() throws ReflectiveOperationException {
        RecordComponent[] components = Event.class.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            for (Object other : others(components[i])) {
                boolean part = Set.of("body", "feed", "eventId").contains(components[i].getName());
                assertEquals(
                        part,
                        pseudonymiser.event(with(i, other)) != pseudonymiser.event(EVENT),
                        components[i].getName());
            }
        }
    }

    @Test
    void oneTextHasAnotherPseudonymUnderAnotherUseOrKey() {
        Set<Long> pseudonyms = new HashSet<>();
        assertTrue(pseudonyms.add(pseudonymiser.child("e-1")));
        assertTrue(pseudonyms.add(pseudonymiser.event(EVENT)));
        assertTrue(pseudonyms.add(pseudonymiser.identity(EVENT).high()));
        assertTrue(pseudonyms.add(new Pseudonymiser(new byte[32]).child("e-1")));
        assertFalse(pseudonyms.add(Pseudonymiser.fixed().child("e-1")));
    }

    /** Values that a component may have other than in {@link #EVENT}. */
    private static List<Object> others(RecordComponent component) throws ReflectiveOperationException {
        Class<?> type = component.getType();
        List<Object> others = new ArrayList<>();
        if (type == String.class) {
            others.add(component.getAccessor().invoke(EVENT) + "'");
            if (!Set.of("eventId", "feed", "body").contains(component.getName())) {
                others.add(null);
                others.add("");
            }
        } else if (type == boolean.class) {
            others.add(true);
        } else if (type == long.class) {
            others.addAll(List.of(0L, 4L));
        } else if (type == Long.class) {
            others.addAll(Arrays.asList(null, 0L, 4L));
        } else if (type == List.class) {
            List<?> list = (List<?>) component.getAccessor().invoke(EVENT);
            List<Object> longer = new ArrayList<>(list);
            longer.add("other");
            others.addAll(List.of(List.of(), List.of("other"), longer));
        } else if (type == Instant.class) {
            others.add(EVENT.at().plusMillis(1));
        } else if (type == LocalDate.class) {
            others.addAll(Arrays.asList(null, LocalDate.EPOCH));
        } else if (type == Stage.class) {
            others.addAll(Arrays.asList(null, Stage.PUBLISHED));
        } else if (type == EventType.class) {
            others.add(EventType.ACCESS_REQUEST);
        }
        assertFalse(others.isEmpty(), "No other value is known for " + component);
        return others;
    }

    private static Event with(String name, Object value, String otherName, Object otherValue) {
        Object[] values = values(EVENT);
        List<String> names = Arrays.stream(Event.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        values[names.indexOf(name)] = value;
        values[names.indexOf(otherName)] = otherValue;
        return event(values);
    }

    private static Event with(int index, Object value) {
        Object[] values = values(EVENT);
        values[index] = value;
        return event(values);
    }

    private static Object[] values(Event event) {
        return Arrays.stream(Event.class.getRecordComponents())
                .map(component -> {
                    try {
                        return component.getAccessor().invoke(event);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toArray();
    }

    private static Event event(Object[] values) {
        Class<?>[] types = Arrays.stream(Event.class.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return Event.class.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
