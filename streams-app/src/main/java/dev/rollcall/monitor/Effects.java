package dev.rollcall.monitor;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What a step leads to: values only, done by the shell at the edge. */
public final class Effects {
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Delta> deltas = new ArrayList<>();
    private final List<Relay> relays = new ArrayList<>();

    void say(Outcome outcome) {
        outcomes.add(outcome);
    }

    void remember(Delta delta) {
        deltas.add(delta);
    }

    void relay(Relay relay) {
        relays.add(relay);
    }

    /** What is published is remembered too. */
    void rememberOutcomes() {
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Alert alert) {
                remember(new Delta.Alerted(alert));
            } else if (outcome instanceof Figure figure) {
                remember(new Delta.Figured(figure));
            }
        }
    }

    /** What is to be published. */
    public List<Outcome> outcomes() {
        return outcomes;
    }

    /** What is to be logged, so that memory can be restored. */
    public List<Delta> deltas() {
        return deltas;
    }

    /** What the watch of groups, panels and feeds is to see. */
    public List<Relay> relays() {
        return relays;
    }
}
