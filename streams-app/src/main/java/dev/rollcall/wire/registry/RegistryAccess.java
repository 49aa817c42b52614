package dev.rollcall.wire.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Who we are to the registry and whom we trust, read from a configuration under the names that Confluent's client
 * gives. Neither its text nor any exception tells a password.
 */
final class RegistryAccess {

    /** Nobody: user and password, if any, stand in the URLs, and the JDK decides which certificates are trusted. */
    static final RegistryAccess OPEN = new RegistryAccess(null, null);

    static final String SOURCE = "basic.auth.credentials.source";
    static final String USER_INFO = "basic.auth.user.info";

    /** The older name of {@link #USER_INFO}, which Confluent's client still takes. */
    static final String OLD_USER_INFO = SchemaRegistry.PREFIX + USER_INFO;

    private static final String FROM_URL = "URL";
    private static final String FROM_SETTING = "USER_INFO";

    private final @Nullable String authorization;
    private final @Nullable SSLContext tls;

    RegistryAccess(@Nullable String authorization, @Nullable SSLContext tls) {
        this.authorization = authorization;
        this.tls = tls;
    }

    /**
     * What {@code configuration} says of it.
     *
     * @throws ConfigException where it says nonsense, by key
     */
    static RegistryAccess configured(Map<String, ?> configuration) {
        return new RegistryAccess(authorizationBy(configuration), Tls.configured(configuration));
    }

    private static @Nullable String authorizationBy(Map<String, ?> configuration) {
        String given = text(configuration, OLD_USER_INFO);
        String userInfo = given == null ? text(configuration, USER_INFO) : given;
        String named = text(configuration, SOURCE);
        String source = named == null ? FROM_URL : named;
        if (source.equals(FROM_URL)) {
            if (userInfo != null) {
                throw new ConfigException("Expected '%s' to be %s where '%s' is set, but was %s"
                        .formatted(SOURCE, FROM_SETTING, USER_INFO, named == null ? "not set" : source));
            }
            return null;
        }
        if (!source.equals(FROM_SETTING)) {
            throw new ConfigException(
                    "Expected '%s' to be %s or %s, but was %s".formatted(SOURCE, FROM_URL, FROM_SETTING, source));
        }
        if (userInfo == null || userInfo.indexOf(':') < 1) {
            throw new ConfigException("Expected '%s' to be user:password where '%s' is %s, but was %s"
                    .formatted(USER_INFO, SOURCE, FROM_SETTING, userInfo == null ? "not set" : "of another form"));
        }
        return basic(userInfo);
    }

    /** The header of basic authentication for {@code user:password}. */
    static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    /** The header to send to every address; null where each URL says for itself. */
    @Nullable String authorization() {
        return authorization;
    }

    /** How to make connections safe; null for the JDK's own way. */
    @Nullable SSLContext tls() {
        return tls;
    }

    /** A setting as text, whether given as such or as one of Kafka's passwords; null where it is missing or blank. */
    static @Nullable String text(Map<String, ?> configuration, String key) {
        Object value = configuration.get(key);
        String text = value instanceof Password password ? password.value() : value == null ? "" : value.toString();
        return text.isBlank() ? null : text;
    }
}
