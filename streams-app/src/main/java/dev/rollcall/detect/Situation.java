package dev.rollcall.detect;

import dev.rollcall.count.Memory;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import java.time.LocalDate;

/**
 * All that a detector may look at.
 *
 * @param rule the name that the policy gives the detector; its type where it judges always
 * @param policies all versions held
 * @param policy the version that applies to what is judged
 * @param memory the entity's figures and facts
 * @param today the day of the last tick in the policy's zone
 */
public record Situation(String rule, Policies policies, Policy policy, Memory memory, LocalDate today) {}
