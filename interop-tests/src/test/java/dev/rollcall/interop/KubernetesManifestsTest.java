package dev.rollcall.interop;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.rollcall.app.config.Configuration;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The manifests against the models that Kubernetes' own Java client is generated with, and against one another. */
class KubernetesManifestsTest {
    private static final Path FOLDER = Path.of("..", "docker", "kubernetes");
    private static final String KUSTOMIZATION = "Kustomization";

    private static final Map<String, Schema> SCHEMAS = Map.of(
            "v1/ConfigMap", V1ConfigMap::validateJsonElement,
            "v1/Service", V1Service::validateJsonElement,
            "apps/v1/StatefulSet", V1StatefulSet::validateJsonElement,
            "apps/v1/Deployment", V1Deployment::validateJsonElement,
            "batch/v1/Job", V1Job::validateJsonElement,
            "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
            "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy::validateJsonElement);

    @TempDir
    private Path folder;

    private interface Schema {
        void check(JsonElement object) throws IOException;
    }

    @Test
    void everyManifestFitsItsSchema() throws IOException {
        List<JsonObject> manifests = manifests();
        assertTrue(manifests.size() >= 10, () -> "read only " + manifests.size());
        assertAll(manifests.stream().map(manifest -> (Executable) () -> check(manifest)));
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        JsonObject misspelt = manifest("StatefulSet", "rollcall-monitor");
        pod(misspelt).addProperty("terminationGraceSeconds", 40);
        assertThrows(IllegalArgumentException.class, () -> check(misspelt));

        JsonObject lacking = manifest("StatefulSet", "rollcall-monitor");
        lacking.getAsJsonObject("spec").remove("selector");
        assertThrows(IllegalArgumentException.class, () -> check(lacking));
    }

    @Test
    void selectorsFindThePodsAndMountsTheirVolumes() throws IOException {
        for (JsonObject workload : workloads()) {
            JsonObject labels = at(workload, "spec", "template", "metadata", "labels");
            JsonObject selector = workload.getAsJsonObject("spec").getAsJsonObject("selector");
            if (selector != null) {
                assertEquals(labels, selector.get("matchLabels"), () -> name(workload));
            }
            Set<String> volumes = names(pod(workload).getAsJsonArray("volumes"));
            JsonArray claims = workload.getAsJsonObject("spec").getAsJsonArray("volumeClaimTemplates");
            if (claims != null) {
                objects(claims).forEach(claim -> volumes.add(name(claim)));
            }
            for (JsonObject container : containers(workload)) {
                Set<String> mounted = names(container.getAsJsonArray("volumeMounts"));
                assertTrue(volumes.containsAll(mounted), () -> name(workload) + " mounts " + mounted);
            }
        }
        List<JsonObject> services = manifests().stream()
                .filter(each -> kind(each).equals("Service"))
                .toList();
        assertEquals(2, services.size());
        for (JsonObject service : services) {
            JsonObject workload = workloads().stream()
                    .filter(each -> name(each).equals(name(service)))
                    .findFirst()
                    .orElseThrow();
            assertEquals(at(workload, "spec", "template", "metadata", "labels"), at(service, "spec", "selector"));
            JsonObject port = service.getAsJsonObject("spec")
                    .getAsJsonArray("ports")
                    .get(0)
                    .getAsJsonObject();
            JsonObject opened =
                    containers(workload).get(0).getAsJsonArray("ports").get(0).getAsJsonObject();
            assertEquals(port.get("targetPort"), opened.get("name"));
            assertEquals(port.get("port"), opened.get("containerPort"));
        }
    }

    @Test
    void noContainerHasMoreRightsThanItNeeds() throws IOException {
        for (JsonObject workload : workloads()) {
            JsonObject ofPod = pod(workload);
            assertEquals("false", ofPod.get("automountServiceAccountToken").toString());
            assertEquals(
                    "true", at(ofPod, "securityContext").get("runAsNonRoot").toString());
            assertEquals(
                    "\"RuntimeDefault\"",
                    at(ofPod, "securityContext", "seccompProfile").get("type").toString());
            for (JsonObject container : containers(workload)) {
                JsonObject context = at(container, "securityContext");
                assertEquals("true", context.get("readOnlyRootFilesystem").toString(), () -> name(workload));
                assertEquals("false", context.get("allowPrivilegeEscalation").toString());
                assertEquals(
                        "[\"ALL\"]", at(context, "capabilities").get("drop").toString());
            }
        }
    }

    @Test
    void theConfigurationIsOneThatTheProgramTakes() throws IOException {
        String text = at(manifest("ConfigMap", "rollcall"), "data")
                .get("rollcall.yaml")
                .getAsString();
        Configuration configuration =
                Configuration.read(Files.writeString(folder.resolve("rollcall.yaml"), text), Map.of());
        assertEquals("SASL_SSL", configuration.kafka().get("security.protocol"));
        for (JsonObject workload : workloads()) {
            for (JsonObject container : containers(workload)) {
                String file = container
                        .getAsJsonArray("env")
                        .get(0)
                        .getAsJsonObject()
                        .get("value")
                        .getAsString();
                assertEquals("/etc/rollcall/rollcall.yaml", file);
            }
        }
    }

    @Test
    void theKustomizationNamesEveryFileButTheSetUp() throws IOException {
        JsonObject kustomization =
                documents(FOLDER.resolve("kustomization.yaml")).get(0);
        assertEquals(KUSTOMIZATION, kind(kustomization));
        Set<String> named = new TreeSet<>();
        kustomization.getAsJsonArray("resources").forEach(file -> named.add(file.getAsString()));
        Set<String> there = new TreeSet<>();
        files().forEach(file -> there.add(file.getFileName().toString()));
        there.removeAll(Set.of("kustomization.yaml", "set-up.yaml"));
        assertEquals(there, named);
    }

    private static void check(JsonObject manifest) throws IOException {
        String kind = manifest.get("apiVersion").getAsString() + "/" + kind(manifest);
        Schema schema = SCHEMAS.get(kind);
        assertNotNull(schema, () -> "no schema for " + kind);
        schema.check(manifest);
    }

    private static List<JsonObject> manifests() throws IOException {
        List<JsonObject> found = new ArrayList<>();
        for (Path file : files()) {
            documents(file).stream()
                    .filter(document -> !kind(document).equals(KUSTOMIZATION))
                    .forEach(found::add);
        }
        return found;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static List<JsonObject> documents(Path file) throws IOException {
        List<JsonObject> documents = new ArrayList<>();
        Gson gson = new Gson();
        new Load(LoadSettings.builder().setLabel(file.toString()).build())
                .loadAllFromString(Files.readString(file))
                .forEach(document -> documents.add(gson.toJsonTree(document).getAsJsonObject()));
        return documents;
    }

    private static JsonObject manifest(String kind, String name) throws IOException {
        return manifests().stream()
                .filter(each -> kind(each).equals(kind) && name(each).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonObject> workloads() throws IOException {
        List<JsonObject> workloads = manifests().stream()
                .filter(each -> Set.of("StatefulSet", "Deployment", "Job").contains(kind(each)))
                .toList();
        assertEquals(3, workloads.size());
        return workloads;
    }

    private static List<JsonObject> containers(JsonObject workload) {
        List<JsonObject> containers = new ArrayList<>(objects(pod(workload).getAsJsonArray("containers")));
        JsonArray before = pod(workload).getAsJsonArray("initContainers");
        if (before != null) {
            containers.addAll(objects(before));
        }
        return containers;
    }

    private static JsonObject pod(JsonObject workload) {
        return at(workload, "spec", "template", "spec");
    }

    private static JsonObject at(JsonObject object, String... path) {
        JsonObject found = object;
        for (String step : path) {
            found = found.getAsJsonObject(step);
        }
        return found;
    }

    private static List<JsonObject> objects(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static Set<String> names(JsonArray array) {
        Set<String> names = new TreeSet<>();
        objects(array).forEach(each -> names.add(each.get("name").getAsString()));
        return names;
    }

    private static String kind(JsonObject manifest) {
        return manifest.get("kind").getAsString();
    }

    private static String name(JsonObject manifest) {
        return at(manifest, "metadata").get("name").getAsString();
    }
}
