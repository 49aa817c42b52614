package dev.rollcall.wire.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Makes safe connections as the settings under {@code schema.registry.ssl.} say: whose certificates to trust, and which
 * one to show.
 *
 * <p>Stores are JKS or PKCS12 files, the JDK tells which by itself; trusted certificates may also be a PEM file. The host's
 * name is checked unless the algorithm is set to nothing or {@code none}. (Confluent's own client checks it only where that
 * is set.)
 */
final class Tls {

    private static final String PREFIX = SchemaRegistry.PREFIX + "ssl.";
    private static final String TRUST = PREFIX + "truststore.";
    private static final String KEYS = PREFIX + "keystore.";
    private static final String KEY_PASSWORD = PREFIX + "key.password";
    private static final String HOST_CHECK = PREFIX + "endpoint.identification.algorithm";
    private static final String PEM = "PEM";

    /** Every setting there is. */
    static final List<String> SETTINGS = List.of(
            TRUST + "location",
            TRUST + "password",
            TRUST + "type",
            KEYS + "location",
            KEYS + "password",
            KEYS + "type",
            KEY_PASSWORD,
            HOST_CHECK);

    private Tls() {}

    /** What {@code configuration} asks for; null where it asks for nothing. */
    static @Nullable SSLContext configured(Map<String, ?> configuration) {
        if (SETTINGS.stream().noneMatch(configuration::containsKey)) {
            return null;
        }
        KeyStore trusted = store(configuration, TRUST);
        KeyStore own = store(configuration, KEYS);
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own == null ? null : keys(configuration, own), trust(configuration, trust), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new ConfigException("Expected the settings under '%s' to make a safe connection, but met %s"
                    .formatted(PREFIX, e.getClass().getName()));
        }
    }

    private static KeyManager[] keys(Map<String, ?> configuration, KeyStore own) throws GeneralSecurityException {
        String ofKey = RegistryAccess.text(configuration, KEY_PASSWORD);
        String password = ofKey == null ? RegistryAccess.text(configuration, KEYS + "password") : ofKey;
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        try {
            keys.init(own, password == null ? new char[0] : password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new ConfigException("Expected '%s', else '%s', to open the key in '%s', but it does not"
                    .formatted(KEY_PASSWORD, KEYS + "password", KEYS + "location"));
        }
        return keys.getKeyManagers();
    }

    private static TrustManager[] trust(Map<String, ?> configuration, TrustManagerFactory trust) {
        Object check = configuration.get(HOST_CHECK);
        String algorithm = check == null ? "https" : check.toString().strip().toLowerCase(Locale.ROOT);
        if (algorithm.equals("https")) {
            return trust.getTrustManagers();
        }
        if (!algorithm.isEmpty() && !algorithm.equals("none")) {
            throw new ConfigException(
                    "Expected '%s' to be https, or none, but was %s".formatted(HOST_CHECK, algorithm));
        }
        for (TrustManager manager : trust.getTrustManagers()) {
            if (manager instanceof X509TrustManager judge) {
                return new TrustManager[] {new AnyHost(judge)};
            }
        }
        throw new IllegalStateException("Expected the JDK to judge X.509 certificates, but it does not");
    }

    /** The store that {@code prefix} places; null where it places none. */
    private static @Nullable KeyStore store(Map<String, ?> configuration, String prefix) {
        String location = RegistryAccess.text(configuration, prefix + "location");
        String password = RegistryAccess.text(configuration, prefix + "password");
        String named = RegistryAccess.text(configuration, prefix + "type");
        String type = named == null ? "JKS" : named.toUpperCase(Locale.ROOT);
        if (location == null) {
            if (password != null) {
                throw new ConfigException(
                        "Expected '%slocation' where '%spassword' is set, but it is not set".formatted(prefix, prefix));
            }
            return null;
        }
        boolean pem = type.equals(PEM) && prefix.equals(TRUST);
        if (!pem && !type.equals("JKS") && !type.equals("PKCS12")) {
            throw new ConfigException("Expected '%stype' to be JKS%s or PKCS12, but was %s"
                    .formatted(prefix, prefix.equals(TRUST) ? ", PEM" : "", type));
        }
        try (InputStream in = Files.newInputStream(Path.of(location))) {
            if (pem) {
                return certificates(in);
            }
            KeyStore store = KeyStore.getInstance(type);
            store.load(in, password == null ? null : password.toCharArray());
            return store;
        } catch (IOException | GeneralSecurityException | InvalidPathException e) {
            throw new ConfigException(
                    "Expected '%slocation' to be a %s store that '%spassword' opens, but met %s reading %s"
                            .formatted(prefix, type, prefix, e.getClass().getName(), location));
        }
    }

    private static KeyStore certificates(InputStream pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
            store.setCertificateEntry("trusted-" + number++, certificate);
        }
        if (number == 0) {
            throw new CertificateException("no certificate");
        }
        return store;
    }

    /** Judges certificates and not whose host they are: the JDK's HTTP client has no switch for that of its own. */
    private static final class AnyHost extends X509ExtendedTrustManager {
        private final X509TrustManager judge;

        AnyHost(X509TrustManager judge) {
            this.judge = judge;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            judge.checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            judge.checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            judge.checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            judge.checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            judge.checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            judge.checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return judge.getAcceptedIssuers();
        }
    }
}
