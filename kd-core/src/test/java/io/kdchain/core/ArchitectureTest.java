package io.kdchain.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.kdchain.core");

    @Test
    void onlyTheRoomThatRecordsKnowsTheLog() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kdchain.core.record..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kdchain.provenance..")
                .because("one distils and traces without a log; what happened becomes evidence in one room alone")
                .check(CLASSES);
    }

    @Test
    void noRoomKnowsRules() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kdchain.rules..", "org.drools..", "org.kie..")
                .because("who makes a model must not be able to depend on what judges it")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "data, 'loss,distill,audit,adapt,trace,record,conformance', data and artefacts are what all others hand around",
        "loss, 'data,distill,audit,adapt,trace,record,conformance', a published loss knows its formula and nothing else",
        "distill, 'audit,adapt,trace,record,conformance', training must not depend on what measures it",
        "audit, 'data,loss,distill,adapt,trace,record,conformance', a measure takes numbers and so measures anything",
        "adapt, 'trace,record,loss,conformance', an adaptation changes a student and does not judge itself",
        "monitor, 'data,loss,distill,audit,adapt,trace,record,conformance', who only serves watches without training or a log",
        "metrics, 'data,loss,distill,audit,adapt,trace,record,conformance', meters read what a monitor says of itself",
        "trace, 'record,conformance', a cause is found from artefacts and recipes alone",
        "conformance, 'data,trace,record', what others computed is compared with the rooms that compute"
    })
    void aRoomKnowsOnlyTheRoomsBelowIt(String room, String forbidden, String reason) {
        String[] packages = java.util.Arrays.stream(forbidden.split(","))
                .map("io.kdchain.core.%s.."::formatted)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.kdchain.core.%s..".formatted(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because(reason)
                .check(CLASSES);
    }

    @Test
    void noRoomDependsOnOneThatDependsOnIt() {
        slices().matching("io.kdchain.core.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a room can be read, tested and replaced without the rooms that use it")
                .check(CLASSES);
    }

    @Test
    void onlyTheRoomOfMetersKnowsMicrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kdchain.core.metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.kdchain.core.metrics..")
                .because("who watches in another way needs no library of meters")
                .check(CLASSES);
    }

    @Test
    void tensorsStayInTheRoomsThatCompute() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.kdchain.core.audit..",
                        "io.kdchain.core.adapt..",
                        "io.kdchain.core.trace..",
                        "io.kdchain.core.monitor..",
                        "io.kdchain.core.record..",
                        "io.kdchain.core.data..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .because(
                        "what a court repeats is exact Java arithmetic; the engine's last digits depend on its threads")
                .check(CLASSES);
    }

    @Test
    void theTracerCannotKnowWhatWasPutIntoTheChainsItIsTriedOn() {
        JavaClasses withTests = new ClassFileImporter().importPackages("io.kdchain.core");
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kdchain.core.trace.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kdchain.core.trace.bench..")
                .because("a tracer that knows its defects is not tried by them")
                .check(withTests);
        noClasses()
                .that()
                .doNotHaveSimpleName("Bench")
                .and()
                .doNotHaveSimpleName("TracingBenchmarkIT")
                .and()
                .haveSimpleNameNotStartingWith("Defect")
                .and()
                .resideInAPackage("io.kdchain.core.trace..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.kdchain.core.trace.bench.Defects")
                .because("one class alone puts defects in, after the good chain and the bands are made")
                .check(withTests);
    }

    @Test
    void noCodeSetsPropertiesOfTheEngine() {
        noClasses()
                .should()
                .callMethod(System.class, "setProperty", String.class, String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .because("configuration is passed in; the application alone decides on threads and caches")
                .check(CLASSES);
    }
}
