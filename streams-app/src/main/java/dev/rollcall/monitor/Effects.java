package dev.rollcall.monitor;

import dev.rollcall.model.Entity;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What a step leads to: values only, done by the shell at the edge. */
public final class Effects {
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Delta> deltas = new ArrayList<>();
    private final List<Relay> relays = new ArrayList<>();

    /** An applied observation for the watch of another entity; {@code sign} is negative where one is taken back. */
    public record Relay(Entity entity, Observation observation, int sign) {}

    void say(Outcome outcome) {
        outcomes.add(outcome);
    }

    void remember(Delta delta) {
        deltas.add(delta);
    }

    void relay(Relay relay) {
        relays.add(relay);
    }

    /** What is to be published. */
    public List<Outcome> outcomes() {
        return outcomes;
    }

    /** What is to be logged, so that memory can be restored. */
    public List<Delta> deltas() {
        return deltas;
    }

    /** What other watches are to see. */
    public List<Relay> relays() {
        return relays;
    }
}
