package dev.rollcall.replay.whatif;

import dev.rollcall.replay.Recount;

/**
 * A history judged by one policy.
 *
 * @param by how one speaks of the policy: "the policy in force", "stricter.yaml"
 */
public record Judged(String by, Recount recount) {}
