package dev.rollcall;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.rollcall.app.Connections;
import dev.rollcall.wire.registry.Pace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the classes to the design: who may import whom, and what only the edge may do. */
class ArchitectureTest {

    private static final String BASE = "dev.rollcall.";
    private static final String GENERATED = "dev.rollcall.avro..";

    /** Each package and those of ours that it may import besides itself. */
    private static final Map<String, List<String>> IMPORTS = Map.of(
            "model", List.of(),
            "policy", List.of("model"),
            "count", List.of("model", "policy"),
            "detect", List.of("model", "policy", "count"),
            "monitor", List.of("model", "policy", "count", "detect"),
            "wire", List.of("model", "policy", "avro"),
            "streams", List.of("model", "policy", "count", "detect", "monitor", "wire"),
            "replay", List.of("model", "policy", "count", "detect", "monitor", "wire"),
            "app", List.of("model", "policy", "count", "detect", "monitor", "wire", "streams", "replay"));

    private static final String[] PURE = packages(List.of("model", "policy", "count", "detect", "monitor"));

    private static final Pattern NOT_REPEATABLE = anyOf(
            "java\\.time\\..*\\.now\\((?!java\\.time\\.Clock\\)).*",
            "java\\.time\\.Clock\\.(system.*|tick(Millis|Seconds|Minutes).*)",
            "java\\.time\\.InstantSource\\.system\\(\\)",
            "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(\\)",
            "java\\.util\\.Date\\.<init>\\(\\)",
            "java\\.util\\.(Gregorian)?Calendar\\.(<init>|getInstance)\\(.*",
            "java\\.lang\\.Math\\.random\\(\\)",
            "java\\.util\\.(Random|SplittableRandom)\\.<init>\\(\\)",
            "java\\.util\\.random\\..*\\.(getDefault|of|create)\\((?!long).*",
            "java\\.util\\.Collections\\.shuffle\\(java\\.util\\.List\\)",
            "java\\.util\\.UUID\\.randomUUID\\(\\)",
            "java\\.util\\.concurrent\\.ThreadLocalRandom\\..*",
            "java\\.security\\.SecureRandom\\..*",
            "org\\.apache\\.kafka\\..*\\.(randomUuid\\(\\)|Time\\.SYSTEM)");

    private static final Pattern TIME_OF_STREAMS = anyOf("org\\.apache\\.kafka\\..*\\.currentSystemTimeMs\\(\\)");

    private static final Pattern PRINTS_OR_EXITS = anyOf(
            "java\\.lang\\.System\\.(out|err|exit\\(int\\)|setOut\\(.*|setErr\\(.*|console\\(\\))",
            "java\\.lang\\.Runtime\\.(exit|halt)\\(int\\)",
            "java\\..*\\.printStackTrace\\(\\)");

    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Util|Utils|Manager|Helper|Impl)");

    private static final JavaClasses PRODUCT = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void packagesImportWhatTheTableAllows() {
        IMPORTS.forEach((importing, imported) -> {
            DescribedPredicate<JavaClass> forbidden = resideInAPackage("dev.rollcall..")
                    .and(DescribedPredicate.not(resideInAnyPackage(packages(imported))))
                    .and(DescribedPredicate.not(resideInAPackage(BASE + importing + "..")))
                    .as("are ours, but neither in %s nor in %s", importing, imported);
            check(noClasses()
                    .that()
                    .resideInAPackage(BASE + importing + "..")
                    .should()
                    .dependOnClassesThat(forbidden));
        });
    }

    @Test
    void everyPackageIsInTheTable() {
        Set<String> unlisted = PRODUCT.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(BASE))
                .map(name -> name.substring(BASE.length()).replaceFirst("\\..*", ""))
                .filter(name -> !IMPORTS.containsKey(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), unlisted);
    }

    @Test
    void packagesFormNoCycle() {
        check(slices().matching(BASE + "(**)").should().beFreeOfCycles());
    }

    @Test
    void aReplayHasNoHandleToWriteWith() {
        check(noClasses()
                .that()
                .resideInAPackage(BASE + "replay..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.."));
        check(noClasses()
                .that()
                .haveNameMatching(".*\\.app\\.(TopicHistory|TopicReader|LiveComparison)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.clients.producer..")
                .orShould()
                .callMethod(Connections.class, "producer")
                .orShould()
                .callMethod(Connections.class, "transactionalProducer", String.class));
    }

    @Test
    void thePureStepsKnowNoFrameworkNoFilesAndNoNetwork() {
        check(noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.fasterxml..",
                        "io.prometheus..",
                        "java.net..",
                        "java.nio.channels..",
                        "java.nio.file..",
                        "java.util.logging..",
                        "org.apache.avro..",
                        "org.apache.kafka..",
                        "org.apache.logging..",
                        "org.slf4j..",
                        "org.snakeyaml..",
                        "picocli.."));
    }

    @Test
    void onlyTheEdgeKnowsTheTimeOrDrawsLots() {
        check(classes()
                .that()
                .resideOutsideOfPackage(BASE + "app..")
                .and(DescribedPredicate.not(belongToAnyOf(Pace.class)).as("are not Pace, which only spaces retries"))
                .should(notReach(NOT_REPEATABLE, "the wall clock or unseeded randomness")));
        check(classes()
                .that()
                .resideOutsideOfPackage(BASE + "app..")
                .and(DescribedPredicate.not(simpleName("Task"))
                        .as("are not a task, which only spaces commits and measures delay by it"))
                .should(notReach(TIME_OF_STREAMS, "the system time of Kafka Streams")));
    }

    @Test
    void onlyWireSeesGeneratedClassesAndJackson() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(GENERATED, "com.fasterxml.jackson.."));
    }

    @Test
    void onlyTheCommandLinePrintsOrExits() {
        check(classes()
                .that()
                .resideOutsideOfPackage(BASE + "app.cli..")
                .should(notReach(PRINTS_OR_EXITS, "the standard streams or the exit")));
    }

    @Test
    void theRecountSharesNothingWithTheProduct() {
        JavaClasses tests = new ClassFileImporter().importPath(Path.of("target", "test-classes"));
        noClasses()
                .that()
                .resideInAPackage(BASE + "oracle..")
                .and()
                .haveNameNotMatching(".*\\.(KernelCopy|SeededBug).*")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.rollcall..")
                        .and(DescribedPredicate.not(resideInAPackage(BASE + "oracle..")))
                        .as("are the product's"))
                .check(tests);
    }

    @Test
    void namesSayWhatAThingIs() {
        check(classes().should().haveNameNotMatching(EMPTY_NAME.pattern()));
        check(fields().should().haveNameNotMatching("(?i)" + EMPTY_NAME.pattern()));
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = PRODUCT.stream()
                .map(JavaClass::getPackage)
                .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), unmarked, "packages whose package-info.java is missing or lacks @NullMarked");
    }

    @Test
    void nothingStaticChanges() {
        check(fields().that().areStatic().should().beFinal());
    }

    /** That no code of a class, method references included, touches a member whose full name matches. */
    private static ArchCondition<JavaClass> notReach(Pattern members, String what) {
        return new ArchCondition<>("not reach " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream.of(
                                type.getAccessesFromSelf(),
                                type.getMethodReferencesFromSelf(),
                                type.getConstructorReferencesFromSelf())
                        .flatMap(Set::stream)
                        .distinct()
                        .filter(access -> members.matcher(access.getTarget().getFullName())
                                .matches())
                        .forEach(access -> events.add(SimpleConditionEvent.violated(type, access.getDescription())));
            }
        };
    }

    /** Checks also where a package has no class yet. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PRODUCT);
    }

    private static Pattern anyOf(String... members) {
        return Pattern.compile(String.join("|", members));
    }

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> BASE + name + "..").toArray(String[]::new);
    }
}
