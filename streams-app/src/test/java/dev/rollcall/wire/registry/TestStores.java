package dev.rollcall.wire.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and self-signed certificates, made by the JDK's keytool when a test asks for them. */
public final class TestStores {
    public static final String PASSWORD = "s3cret-of-the-store";

    private final Path folder;

    public TestStores(Path folder) {
        this.folder = folder;
    }

    /** A store with a key and a certificate for {@code names}, such as {@code ip:127.0.0.1}. */
    public Path keys(String name, String type, String names) throws Exception {
        Path store = folder.resolve(name + ".keys");
        keytool(
                List.of("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=" + names),
                store,
                type);
        return store;
    }

    /** The certificate of {@link #keys} as PEM. */
    public Path certificate(String name, String type) throws Exception {
        String text = Base64.getMimeEncoder()
                .encodeToString(load(folder.resolve(name + ".keys"), type)
                        .getCertificate(name)
                        .getEncoded());
        return Files.writeString(
                folder.resolve(name + ".pem"),
                "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    }

    /** A store that trusts the certificate of {@link #keys}. */
    public Path trust(String name, String type) throws Exception {
        KeyStore trusting = KeyStore.getInstance(type);
        trusting.load(null, null);
        trusting.setCertificateEntry(
                name, load(folder.resolve(name + ".keys"), type).getCertificate(name));
        Path store = folder.resolve(name + ".trust");
        try (OutputStream out = Files.newOutputStream(store)) {
            trusting.store(out, PASSWORD.toCharArray());
        }
        return store;
    }

    private static void keytool(List<String> what, Path store, String type) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(what);
        command.addAll(List.of("-keystore", store.toString(), "-storetype", type, "-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        keytool.getOutputStream().close();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS), said);
        assertEquals(0, keytool.exitValue(), said);
    }

    /** What a server needs that shows the certificate in {@code keys} and trusts those in {@code trust}. */
    public static SSLContext server(Path keys, Path trust, String type) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(load(keys, type), PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(load(trust, type));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static KeyStore load(Path path, String type) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        try (InputStream in = Files.newInputStream(path)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
