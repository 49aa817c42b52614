package dev.rollcall.stack;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs tests on containers where an engine answers and holds the images. Elsewhere they are left out, which is said in one
 * line, or fail with {@code -Drollcall.containers=required}. Nothing is ever fetched.
 */
final class ContainerImages implements ExecutionCondition {
    /** What to run the broker from: the official image, unless {@code -Drollcall.kafka.image} names another. */
    static final String KAFKA = System.getProperty("rollcall.kafka.image", "apache/kafka:4.3.1");
    /** The same for the registry, {@code -Drollcall.registry.image}. */
    static final String REGISTRY = System.getProperty("rollcall.registry.image", "apicurio/apicurio-registry:3.3.3");

    private static final String REQUIRED = "required";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isPresent()) {
            return ConditionEvaluationResult.enabled("settled for the class");
        }
        Optional<String> lacking = lacking(DockerEngine.of(System.getenv()), List.of(KAFKA, REGISTRY));
        if (lacking.isEmpty()) {
            return ConditionEvaluationResult.enabled("an engine answers and holds " + KAFKA + " and " + REGISTRY);
        }
        if (System.getProperty("rollcall.containers", "").equals(REQUIRED)) {
            throw new IllegalStateException(lacking.get());
        }
        System.out.println("Tests on containers are left out. " + lacking.get());
        return ConditionEvaluationResult.disabled(lacking.get());
    }

    /** What keeps {@code images} from being run, in a sentence. */
    static Optional<String> lacking(DockerEngine engine, List<String> images) {
        if (!engine.answers()) {
            return Optional.of("Expected a Docker engine at %s, but none answers.".formatted(engine.address()));
        }
        try {
            for (String image : images) {
                if (!engine.holds(image)) {
                    return Optional.of(
                            "Expected the Docker engine to hold the image '%s', but it does not: pull it, or name others with -Drollcall.kafka.image and -Drollcall.registry.image."
                                    .formatted(image));
                }
            }
        } catch (IOException e) {
            return Optional.of("Expected the Docker engine at %s to tell of its images, but: %s"
                    .formatted(engine.address(), e.getMessage()));
        }
        return Optional.empty();
    }
}
