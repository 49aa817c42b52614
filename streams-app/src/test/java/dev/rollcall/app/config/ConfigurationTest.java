package dev.rollcall.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("rollcall.yaml"), text);
    }

    @Test
    void whatStandsUnderRegistryGoesToTheSerializersByConfluentsNames() throws Exception {
        Configuration configuration = Configuration.read(
                file("registry:\n  url: https://one:8081,https://two:8081\n  auto.register.schemas: false\n"),
                Map.of("ROLLCALL_REGISTRY_BASIC_AUTH_USER_INFO", "someone:s3cret", "ROLLCALL_CLASSPATH", "some.jar"));
        assertEquals(
                Map.of(
                        "schema.registry.url", "https://one:8081,https://two:8081",
                        "auto.register.schemas", "false",
                        "basic.auth.user.info", "someone:s3cret"),
                configuration.registry());
    }

    @Test
    void aSettingThatTheRegistrysClientDoesNotKnowIsRefusedWhereItStands() throws Exception {
        Path file = file("registry:\n  url: http://one:8081\n  use.latest.version: true\n");
        String said = String.valueOf(assertThrows(
                        ConfigurationException.class,
                        () -> Configuration.read(file, Map.of("ROLLCALL_REGISTRY_BASIC_AUTH_USERINFO", "a:s3cret")))
                .getMessage());
        assertTrue(said.contains("but found 'use.latest.version' (" + file + " line 3)"), said);
        assertTrue(said.contains("but found 'basic.auth.userinfo' (environment)"), said);
        assertTrue(said.contains("schema.registry.ssl.truststore.location"), said);
        assertTrue(!said.contains("s3cret"), said);
    }

    @Test
    void otherSerializersHaveSettingsOfTheirOwn() throws Exception {
        Path file =
                file("registry:\n  url: http://one:8081\n  value.serializer: some.Other\n  use.latest.version: true\n");
        assertEquals("true", Configuration.read(file, Map.of()).registry().get("use.latest.version"));
    }

    @Test
    void aSectionThatThereIsNotIsRefusedThoughItIsEmpty() throws Exception {
        Path file = file("kafak: {}\ntopics: {}\n");
        String said =
                String.valueOf(assertThrows(ConfigurationException.class, () -> Configuration.read(file, Map.of()))
                        .getMessage());
        assertTrue(said.endsWith("but found 'kafak' (" + file + " line 1)"), said);
    }
}
