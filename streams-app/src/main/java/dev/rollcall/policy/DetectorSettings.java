package dev.rollcall.policy;

/**
 * A detector that the policy asks for, its settings still as written.
 *
 * @param rule the name the policy gives it
 * @param type which detector
 * @param settings all its keys, {@code type} included
 */
public record DetectorSettings(String rule, String type, Node.Mapping settings) {}
