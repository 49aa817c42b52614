package dev.rollcall.interop;

import dev.rollcall.stack.LocalStack;
import dev.rollcall.stack.Progress;
import dev.rollcall.stack.RegistryRelease;
import dev.rollcall.stack.RegistryServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** With Apicurio 3.3.3, which needs a newer Java than the rest: only where {@code rollcall.jdk25} says where one is. */
@EnabledIfSystemProperty(
        named = "rollcall.jdk25",
        matches = ".+",
        disabledReason = "Apicurio 3.3.3 needs Java 21 or later: name a JDK with -Drollcall.jdk25")
class AgainstApicurio33Test extends GenuineClients {
    @TempDir
    private static Path folder;

    private static RegistryServer started;

    @BeforeAll
    static void start() {
        started = RegistryServer.start(
                RegistryRelease.APICURIO_3_3,
                Path.of(System.getProperty("rollcall.jdk25")),
                folder.resolve("registry"),
                RegistryServer.cache(System.getenv()),
                Progress.SILENT);
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    @Override
    RegistryServer registry(LocalStack stack) {
        return started;
    }
}
