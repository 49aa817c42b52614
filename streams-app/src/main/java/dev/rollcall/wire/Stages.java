package dev.rollcall.wire;

import dev.rollcall.model.EventType;
import dev.rollcall.model.Stage;
import org.jspecify.annotations.Nullable;

/** Decides which written stages are stages of which type of event. */
final class Stages {
    /** What stands for a stage that is not one of ours. */
    static final String UNKNOWN = "UNKNOWN";

    private Stages() {}

    /** The stage written {@code text}; null where events of {@code type} have no such stage. */
    static @Nullable Stage of(EventType type, String text) {
        for (Stage stage : Stage.values()) {
            if (stage.type() == type && stage.name().equals(text)) {
                return stage;
            }
        }
        return null;
    }

    static String text(@Nullable Stage stage) {
        return stage == null ? UNKNOWN : stage.name();
    }
}
