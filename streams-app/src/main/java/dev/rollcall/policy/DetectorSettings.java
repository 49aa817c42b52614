package dev.rollcall.policy;

import org.jspecify.annotations.Nullable;

/**
 * A detector that the policy asks for, its settings still as written.
 *
 * @param rule the name the policy gives it
 * @param type which detector
 * @param scope whom it judges, everyone where null
 * @param settings its keys, {@code type} included, {@code for} not
 */
public record DetectorSettings(String rule, String type, Limit.@Nullable Totals scope, Node.Mapping settings) {}
