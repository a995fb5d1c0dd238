package io.kdchain.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/** What the three libraries must not do to be embedded in any application, or in two of one machine. */
class EmbeddingTest {
    private static final JavaClasses LIBRARIES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // the fixtures that kd-provenance lends to the other modules' tests
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.kdchain.provenance", "io.kdchain.core", "io.kdchain.rules");

    private static final DescribedPredicate<JavaClass> KEEPS_STATE = assignableTo(ConcurrentMap.class)
            .or(assignableTo(AutoCloseable.class))
            .or(assignableTo(Executor.class))
            .or(assignableTo(Thread.class))
            .or(assignableTo(ThreadLocal.class))
            .or(assignableTo(Lock.class))
            .or(DescribedPredicate.describe(
                    "atomic", type -> type.getPackageName().equals("java.util.concurrent.atomic")))
            .as("keeps state");

    @Test
    void noStaticFieldIsSetTwice() {
        fields().that()
                .areStatic()
                .should()
                .beFinal()
                .because("two engines in one process must not know of each other")
                .check(LIBRARIES);
    }

    @Test
    void noStaticFieldKeepsState() {
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(KEEPS_STATE)
                .because("what is opened belongs to an object that someone closes")
                .check(LIBRARIES);
    }

    @Test
    void nothingIsLoggedButThroughSlf4j() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..",
                        "org.apache.commons.logging..",
                        "org.apache.log4j..",
                        "org.apache.logging..",
                        "ch.qos.logback..",
                        "org.slf4j.simple..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.System$Logger")
                .because("the application chooses where logs go")
                .check(LIBRARIES);
    }

    @Test
    void nothingIsPrinted() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
                .because("the console belongs to the application")
                .check(LIBRARIES);
    }

    @Test
    void nothingEndsTheProcess() {
        noClasses()
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .because("the process belongs to the application")
                .check(LIBRARIES);
    }
}
