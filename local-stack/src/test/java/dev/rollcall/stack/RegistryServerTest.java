package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
@Timeout(300)
class RegistryServerTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void keepsSchemasAndCompatibilityOverARestart(LocalStack stack) throws Exception {
        // Given
        String url = stack.registryUrl();
        String schema = "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Kept\\\",\\\"fields\\\":[]}\"}";
        String id = send("POST", url + "/subjects/kept-value/versions", schema);
        send("PUT", url + "/config/kept-value", "{\"compatibility\":\"FULL_TRANSITIVE\"}");
        String byId = url + "/schemas/ids/" + id.replaceAll("\\D", "");
        String before = send("GET", byId, "");
        assertTrue(before.contains("Kept"), before);

        // When
        stack.registry().stop();
        stack.registry().start();

        // Then
        assertEquals(url, stack.registryUrl());
        assertEquals(before, send("GET", byId, ""));
        assertTrue(send("GET", url + "/subjects", "").contains("\"kept-value\""));
        assertTrue(send("GET", url + "/config/kept-value", "").contains("FULL_TRANSITIVE"));
        assertEquals(id, send("POST", url + "/subjects/kept-value/versions", schema));
    }

    @Test
    void listensOnLoopbackOnly(LocalStack stack) {
        assertTrue(stack.registryUrl().startsWith("http://127.0.0.1:"));
        List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
        assertFalse(children.isEmpty());
        for (ProcessHandle child : children) {
            assertEquals(List.of(), OpenPorts.beyondLoopback(child));
        }
    }

    @Test
    void keepsWhatItFetchedWhereTheEnvironmentSays() {
        assertEquals(Path.of("/var/rollcall"), RegistryServer.cache(Map.of("ROLLCALL_HOME", "/var/rollcall")));
        assertEquals(Path.of(System.getProperty("user.home"), ".cache", "rollcall"), RegistryServer.cache(Map.of()));
    }

    private String send(String method, String url, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response::body);
        return response.body();
    }
}
