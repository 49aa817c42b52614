package dev.rollcall.wire;

import dev.rollcall.avro.Audit;
import dev.rollcall.model.AuditEntry;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Entries of the audit from and to their Avro records. */
final class AuditMapping {

    private AuditMapping() {}

    static Audit written(AuditEntry entry) {
        return new Audit(
                entry.at().truncatedTo(ChronoUnit.MILLIS),
                entry.who(),
                entry.role(),
                entry.action(),
                entry.arguments(),
                entry.reason(),
                entry.policy());
    }

    /** The entry that {@code data} is; null where it is none. */
    static @Nullable AuditEntry read(@Nullable Object data) {
        return data instanceof Audit audit
                ? new AuditEntry(
                        audit.getAt(),
                        audit.getWho(),
                        audit.getRole(),
                        audit.getAction(),
                        audit.getArguments(),
                        audit.getReason(),
                        audit.getPolicy())
                : null;
    }
}
