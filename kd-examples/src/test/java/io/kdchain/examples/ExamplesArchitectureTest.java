package io.kdchain.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ExamplesArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // the tests of a module come as a jar, which is no folder of tests
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.kdchain");

    @Test
    void noLibraryKnowsTheCommand() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kdchain.examples..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kdchain.examples..")
                .because("kd-examples ships the command, and no integrator ever needs it")
                .check(ALL);
    }

    @Test
    void onlyTheCommandReadsCommandLines() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kdchain.examples.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .because("an example must run from a test and from another program as well")
                .check(ALL);
    }

    @Test
    void onlyTheCommandDrawsCodes() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kdchain.examples.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.zxing..")
                .because("who embeds the libraries has a library for QR codes already, or needs none")
                .check(ALL);
    }

    @Test
    void evidenceIsVerifiedWithoutRulesOrTraining() {
        noClasses()
                .that()
                .resideInAPackage("io.kdchain.provenance..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kdchain.rules..", "io.kdchain.core..", "ai.djl..", "org.drools..", "org.kie..")
                .because("a court verifies evidence without our rules or our training code")
                .check(ALL);
    }

    @Test
    void theCommandHasNoRuleEngineOfItsOwn() {
        noClasses()
                .that()
                .resideInAPackage("io.kdchain.examples..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.drools..", "org.kie..", "java.sql..", "org.sqlite..")
                .because("every command is a few lines over a public API")
                .check(ALL);
    }

    @Test
    void noRoomDependsOnOneThatDependsOnIt() {
        slices().matching("io.kdchain.examples.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a scene can be read without the command, and another scene without both")
                .check(ALL);
    }
}
