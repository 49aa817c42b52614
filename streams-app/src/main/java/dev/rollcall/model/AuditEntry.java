package dev.rollcall.model;

import java.time.Instant;
import java.util.List;

/**
 * Who looked into the history, or published a policy, when, how and why. It holds nothing of what was found, and no child.
 *
 * @param who as user@machine
 * @param role as configured
 * @param action the verb
 * @param arguments as given; of files their names
 * @param policy judged by: name and version, and the digest of its file
 */
public record AuditEntry(
        Instant at, String who, String role, String action, List<String> arguments, String reason, String policy) {
    public AuditEntry {
        arguments = List.copyOf(arguments);
    }
}
