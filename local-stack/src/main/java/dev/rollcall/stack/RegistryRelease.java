package dev.rollcall.stack;

import java.nio.file.Path;
import java.util.Map;

/** The generations of Apicurio Registry that we know how to run; they differ in what they ask of Java, and in their quirks. */
public enum RegistryRelease {
    /** The last line that runs on Java 17; 142 MB. */
    APICURIO_2_6("2.6.13.Final", "3cda1b34aa020fb4ac4dd6a66018d757e81e437f97e20a1f92d366b70091c6ba") {
        @Override
        String jar() {
            return program() + "-runner.jar";
        }

        @Override
        Map<String, String> environment(int port, Path schemas) {
            return Map.of(
                    "QUARKUS_HTTP_HOST",
                    LoopbackPort.HOST,
                    "QUARKUS_HTTP_PORT",
                    Integer.toString(port),
                    "REGISTRY_DATASOURCE_URL",
                    "jdbc:h2:file:" + schemas);
        }
    },
    /** Needs Java 21; 159 MB. */
    APICURIO_3_3("3.3.3", "8bc6751c76d963734224b01d5e7f84ccb3cb61c87d3bd77c36c35f10a5cbed63") {
        @Override
        String jar() {
            return "quarkus-run.jar";
        }

        @Override
        Map<String, String> environment(int port, Path schemas) {
            return Map.of(
                    "QUARKUS_HTTP_HOST",
                    LoopbackPort.HOST,
                    "QUARKUS_HTTP_PORT",
                    Integer.toString(port),
                    "QUARKUS_MANAGEMENT_HOST",
                    LoopbackPort.HOST,
                    "QUARKUS_MANAGEMENT_PORT",
                    Integer.toString(LoopbackPort.free()),
                    "QUARKUS_OTEL_SDK_DISABLED",
                    "true",
                    "APICURIO_DATASOURCE_URL",
                    "jdbc:h2:file:" + schemas);
        }
    };

    private final String version;
    private final String sha256;

    RegistryRelease(String version, String sha256) {
        this.version = version;
        this.sha256 = sha256;
    }

    /** Its name and version, which the unpacked folder bears. */
    String program() {
        return "apicurio-registry-app-" + version;
    }

    /** What {@code java -jar} is to run, in the unpacked folder. */
    abstract String jar();

    /** What makes it listen on loopback alone and keep its schemas in the file {@code schemas}. */
    abstract Map<String, String> environment(int port, Path schemas);

    RegistryArchive archive(Map<String, String> environment) {
        return RegistryArchive.apicurio(version, sha256, environment);
    }
}
