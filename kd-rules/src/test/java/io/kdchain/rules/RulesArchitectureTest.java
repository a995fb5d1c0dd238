package io.kdchain.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.kdchain.rules");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "verdict   |  | integrators read verdicts and need nothing else of ours",
                "fact      | verdict provenance.event | a rule file may name facts alone, so facts lead to no machinery",
                "derive    | fact verdict provenance.event provenance.evidence | facts come from verified evidence, never from the log itself",
                "language  | fact | what a rule may say is decided without knowing packs or engines",
                "pack      | language fact provenance.event | packs are data: they load where nothing can judge by them",
                "release   | pack language fact provenance.event provenance.canonical provenance.sign provenance.artefact | who vouches for a pack is decided without judging by it",
                "engine    | pack language fact provenance.event | conclusions follow from facts and rules; an engine knows no evidence and no shares",
                "apportion | verdict fact | shares are arithmetic over conclusions: exact, and checkable by hand",
                "proof     | report apportion pack language fact verdict provenance.event provenance.canonical | who checks a proof trusts no engine: it could be wrong, or lie",
                "judgment  | proof apportion derive engine pack language fact verdict provenance.event | what judges takes a record that is already verified and knows no log",
                "report    | verdict pack | a verdict is told without whatever made it",
                "metrics | verdict provenance.event | counters see verdicts and not how they came about",
                "governance | pack language verdict provenance.event provenance.evidence | what is owed is read from verified entries and the terms of a pack, without judging anybody",
                "workbench | * | testers and writers of rules use everything and nobody uses them"
            })
    void aRoomKnowsOnlyTheRoomsBelowIt(String room, String allowed, String reason) {
        if (allowed != null && allowed.equals("*")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.kdchain.rules.%s..".formatted(room))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.kdchain.rules.%s..".formatted(room))
                    .because(reason)
                    .check(CLASSES);
            return;
        }
        String[] packages = Stream.concat(
                        Stream.of("io.kdchain.rules.%s..".formatted(room)),
                        Arrays.stream(allowed == null ? new String[0] : allowed.split(" "))
                                .map(p -> p.startsWith("provenance")
                                        ? "io.kdchain.%s".formatted(p)
                                        : "io.kdchain.rules.%s..".formatted(p)))
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage("io.kdchain.rules.%s..".formatted(room))
                .should()
                .onlyDependOnClassesThat(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage("io.kdchain..")
                                .or(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(packages)))
                .because(reason)
                .check(CLASSES);
    }

    @Test
    void noRoomDependsOnOneThatDependsOnIt() {
        slices().matching("io.kdchain.rules.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a room can be read, tested and replaced without the rooms that use it")
                .check(CLASSES);
    }

    @Test
    void onlyOneRoomKnowsDrools() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kdchain.rules.engine.drools..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.drools..", "org.kie..", "org.mvel2..")
                .because("a rule engine is a choice that the rest must survive")
                .check(CLASSES);
    }

    @Test
    void onlyTheRoomOfMetersKnowsMicrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kdchain.rules.metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.kdchain.rules.metrics..")
                .because("who watches verdicts in another way needs no library of meters")
                .check(CLASSES);
    }

    @Test
    void onlyTheEntryPointAndTheWorkbenchReachTheLog() {
        noClasses()
                .that()
                .resideInAPackage("io.kdchain.rules..")
                .and()
                .resideOutsideOfPackages("io.kdchain.rules", "io.kdchain.rules.workbench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.kdchain.provenance", "io.kdchain.provenance.store..", "io.kdchain.provenance.checkpoint..")
                .because("rules trust verified evidence and nothing that could be changed after it was verified")
                .check(CLASSES);
    }

    @Test
    void onlyPacksAreSignedBeyondThat() {
        noClasses()
                .that()
                .resideInAPackage("io.kdchain.rules..")
                .and()
                .resideOutsideOfPackages(
                        "io.kdchain.rules", "io.kdchain.rules.workbench..", "io.kdchain.rules.release..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kdchain.provenance.sign..")
                .because("evidence comes verified; what else is signed are releases of packs")
                .check(CLASSES);
    }

    @Test
    void nothingKnowsTensorsOrTraining() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kdchain.core..", "ai.djl..", "io.kdchain.examples..")
                .because("who only attributes liability downloads no tensor library")
                .check(CLASSES);
    }

    @Test
    void theDatabaseStaysBehindTheLog() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.sqlite..")
                .because("rules read evidence through the log, which alone proves it")
                .check(CLASSES);
    }

    @Test
    void nothingReadsTheClockOrChance() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class)
                .because("the same evidence gives the same verdict, on every machine and every day")
                .check(CLASSES);
    }
}
