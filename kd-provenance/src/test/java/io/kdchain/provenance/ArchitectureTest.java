package io.kdchain.provenance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.kdchain.provenance.event.KdException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {
    private static final String ROOT = "io.kdchain.provenance.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.kdchain.provenance");

    @Test
    void theModuleKnowsNeitherRulesNorTensors() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kdchain.rules..", "io.kdchain.core..", "ai.djl..", "org.drools..", "org.kie..")
                .because("a court verifies evidence without our rules and without our training code")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event      |                                               | what happened is said without bytes, keys or storage",
                "canonical  | event                                         | an event has one form, whoever signs or stores it",
                "sign       | event,canonical                               | who signed is decided without knowing where it is kept",
                "merkle     |                                               | the tree is that of the RFC and knows hashes only",
                "checkpoint | event,canonical,merkle,sign                   | a checkpoint is checked by a witness that has no log",
                "store      | event,merkle                                  | storage keeps bytes and believes nothing, so it checks no signature",
                "slice      | event,merkle,store                            | what caused what follows from edges alone",
                "evidence   | event,canonical,merkle,sign,checkpoint,store,slice | what rules may trust is decided in one room that sees all proofs",
                "federation | event,canonical,merkle,sign,checkpoint,store,slice,evidence | several logs are judged by what judges one, and copied into none",
                "artefact   | event,canonical,sign                          | files are measured and sealed without a log",
                "privacy    | event,canonical,sign,merkle,store             | what a value was is told or forgotten without judging the event it stands in",
                "label      | event,canonical,merkle,sign,checkpoint,store,slice,evidence | a label is checked by a stranger who has neither log nor vault",
                "exchange   | event,canonical,merkle,sign,checkpoint,store,slice,evidence,privacy | what is handed to others is made of what rules trust, by nobody below",
            })
    void aRoomKnowsOnlyTheRoomsBelowIt(String room, String below, String reason) {
        String[] others = Stream.of(
                        "event",
                        "canonical",
                        "sign",
                        "merkle",
                        "checkpoint",
                        "store",
                        "slice",
                        "evidence",
                        "federation",
                        "artefact",
                        "privacy",
                        "exchange",
                        "label")
                .filter(other -> !other.equals(room))
                .filter(other -> below == null || !List.of(below.split(",")).contains(other))
                .map(other -> ROOT + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("io.kdchain.provenance")
                .because(reason)
                .check(CLASSES);
    }

    @Test
    void noRoomDependsOnOneThatDependsOnIt() {
        slices().matching(ROOT + "(*)..")
                .should()
                .beFreeOfCycles()
                .because("a room can be read, tested and replaced only without those above it")
                .check(CLASSES);
    }

    @Test
    void theLabelOfTheStandardKnowsNoLog() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "label.aigc..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.kdchain..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                                ROOT + "label.aigc..", ROOT + "event..", ROOT + "canonical.."))))
                .because("who only labels files, or checks those of others, has no chain")
                .check(CLASSES);
    }

    @Test
    void sqlStaysInItsRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "store.jdbc..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
                .because("another store must be able to take the place of the database")
                .check(CLASSES);
    }

    @Test
    void onlyTheRoomOfMetersKnowsMicrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", ROOT + "metrics..")
                .because("who watches the log in another way needs no library of meters")
                .check(CLASSES);
    }

    @Test
    void signaturesAreMadeInOneRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "sign..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .because("cryptography is read by an auditor in one place")
                .check(CLASSES);
    }

    @Test
    void timeAndChanceArePassedIn() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random")
                .because("the same clock, keys and ids must give the same bytes")
                .check(CLASSES);
    }

    @Test
    void errorsAreThoseOfTheModule() {
        classes()
                .that()
                .areAssignableTo(Exception.class)
                .should()
                .beAssignableTo(KdException.class)
                .because("a caller tells what lies outside the program from its own mistakes by one type")
                .check(CLASSES);
    }
}
