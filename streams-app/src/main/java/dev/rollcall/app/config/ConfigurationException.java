package dev.rollcall.app.config;

/** Says what is wrong with the configuration: what was expected, what was found, and where. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
