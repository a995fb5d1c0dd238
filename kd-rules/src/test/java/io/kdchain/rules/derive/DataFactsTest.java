package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.DataSource;
import io.kdchain.rules.fact.PersonalData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFactsTest {
    private static final String HANDED = "{artefact: 'dataset:ct', to: '%s', protection: 'encrypted'}";
    private static final String AGREED = "{kind: '%s', parties: ['hospital', 'vault']}";

    private static List<String> states(Facts facts) {
        return facts.of(DataSource.class).stream()
                .map(d -> d.party() + " " + d.state())
                .toList();
    }

    private static Chain authorised(String fields) {
        Chain chain = Chain.complete();
        chain.step("DataAuthorised")
                .body("{dataset: 'dataset:ct', by: 'hospital', basis: 'consent', %s}".formatted(fields));
        return chain;
    }

    @Test
    void collectionAndEachUseAreJudged() {
        assertThat(states(Chain.complete().facts()))
                .containsExactly("hospital authorised", "radnet authorised", "smallai authorised");
    }

    @Test
    void withoutAuthorisationTheSourceIsUnrecorded() {
        assertThat(states(Chain.complete().without("DataAuthorised").facts()))
                .containsExactly("hospital unrecorded", "radnet unrecorded", "smallai unrecorded");
    }

    @Test
    void authorisationAfterTheFirstUseComesTooLateForCollectionAndThatUse() {
        Chain chain = Chain.complete().without("DataAuthorised");
        chain.event(
                "2026-02-15",
                "hospital",
                "DataAuthorised",
                "{dataset: 'dataset:ct', by: 'hospital', basis: 'consent', purposes: [], distillation: true}");

        assertThat(states(chain.facts()))
                .containsExactly("hospital unrecorded", "radnet unrecorded", "smallai authorised");
    }

    @Test
    void authorisationRecordedAfterTheReportIsSilence() {
        Chain chain = Chain.complete();
        chain.step("DataAuthorised").recorded("2026-05-01");

        assertThat(states(chain.facts())).contains("hospital unrecorded");
    }

    @ParameterizedTest(name = "revoked since {0}: the distiller {1}")
    @CsvSource({"2026-03-01, revoked", "2026-03-02, authorised"})
    void revocationIsJudgedAtEachAct(String since, String state) {
        Chain chain = Chain.complete();
        chain.event(
                "2026-02-20",
                "hospital",
                "AuthorisationRevoked",
                "{dataset: 'dataset:ct', by: 'hospital', since: '%s'}".formatted(since));

        assertThat(states(chain.facts()))
                .containsExactly("hospital authorised", "radnet authorised", "smallai " + state);
    }

    @Test
    void newAuthorisationAfterARevocationCounts() {
        Chain chain = Chain.complete();
        chain.event(
                "2026-02-10",
                "hospital",
                "AuthorisationRevoked",
                "{dataset: 'dataset:ct', by: 'hospital', since: '2026-02-10'}");
        chain.event(
                "2026-02-12",
                "hospital",
                "DataAuthorised",
                "{dataset: 'dataset:ct', by: 'hospital', basis: 'consent', purposes: [], distillation: true}");

        assertThat(states(chain.facts())).contains("smallai authorised");
    }

    @ParameterizedTest(name = "until {0}: the distiller {1}")
    @CsvSource({"2026-03-01, authorised", "2026-02-28, expired"})
    void authorisationHoldsUntilTheEndOfItsLastDay(String until, String state) {
        assertThat(states(authorised("purposes: [], distillation: true, until: '%s'".formatted(until))
                        .facts()))
                .containsExactly("hospital authorised", "radnet authorised", "smallai " + state);
    }

    @Test
    void withoutDistillationTheCollectorAndTheDistillerLackIt() {
        assertThat(states(authorised("purposes: [], distillation: false").facts()))
                .containsExactly(
                        "hospital distillation-excluded", "radnet authorised", "smallai distillation-excluded");
    }

    @ParameterizedTest(name = "for {0} in medicine: {1}")
    @CsvSource({
        "'scoring', purpose-mismatch",
        "'diagnosis', authorised",
        "'research', authorised",
        "'scoring, research', authorised"
    })
    void purposesAreComparedOnlyWithinTheScenes(String purposes, String state) {
        String list = "['" + String.join("', '", purposes.split(", ")) + "']";

        assertThat(states(authorised("purposes: %s, distillation: true".formatted(list))
                        .facts()))
                .containsExactly("hospital " + state, "radnet " + state, "smallai " + state);
    }

    @ParameterizedTest(name = "in {0}: {1}")
    @CsvSource({"DE, territory-mismatch", "CN, authorised"})
    void territoryIsThatOfWhoActs(String territory, String state) {
        assertThat(states(authorised("purposes: [], distillation: true, territories: ['%s']".formatted(territory))
                        .facts()))
                .contains("smallai " + state);
    }

    @ParameterizedTest(name = "{0}: personal data left is {1}")
    @CsvSource({"deidentify, sensitive", "anonymise, none"})
    void processedDataKeepsItsOriginUnlessAnonymised(String operation, String personal) {
        Chain chain = Chain.complete();
        chain.event("2026-01-20", "hospital", "DataProcessed")
                .uses("dataset:ct")
                .generates("dataset:clean")
                .body("{operation: '%s'}".formatted(operation));
        chain.step("TeacherReleased").uses("dataset:clean");
        chain.step("DistillationCompleted").uses("model:teacher");

        Facts facts = chain.facts();

        assertThat(facts.of(DataSource.class))
                .filteredOn(d -> d.party().equals("radnet"))
                .extracting(d -> d.dataset() + " " + d.personal() + " " + d.state())
                .containsExactly("dataset:clean " + personal + " authorised");
        assertThat(facts.of(PersonalData.class)).contains(new PersonalData("dataset:ct", "sensitive"));
        assertThat(facts.of(PersonalData.class))
                .filteredOn(d -> d.dataset().equals("dataset:clean"))
                .hasSize(personal.equals("none") ? 0 : 1);
    }

    // ---- who only received or processed

    @Test
    void whoReceivedPersonalDataIsASourceOnlyIfItBuildsNothingOnThem() {
        Chain chain = Chain.complete();
        chain.event("2026-01-20", "hospital", "ArtefactTransferred", HANDED.formatted("vault"));
        chain.event("2026-01-20", "hospital", "ArtefactTransferred", HANDED.formatted("radnet"));
        chain.event(
                "2026-01-21",
                "vault",
                "TransferConfirmed",
                "{artefact: 'dataset:ct', from: 'hospital', plaintextDigest: 'sha256:%s'}".formatted("0".repeat(64)));

        assertThat(states(chain.facts()))
                .containsExactlyInAnyOrder(
                        "hospital authorised", "radnet authorised", "smallai authorised", "vault authorised");
    }

    @Test
    void whatWasReceivedIsJudgedWhenItWasReceived() {
        Chain chain = Chain.complete();
        chain.event("2026-01-05", "hospital", "ArtefactTransferred", HANDED.formatted("vault"));

        assertThat(states(chain.facts())).contains("vault unrecorded", "hospital authorised");
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource({
        "data-licence, 2026-01-10, true",
        "entrusted-processing, 2026-01-10, false",
        "entrusted-processing, 2026-01-25, true" // agreed after the transfer
    })
    void whoReceivesForAnotherStandsOnTheGroundOfThatOther(String kind, String agreed, boolean source) {
        Chain chain = Chain.complete();
        chain.event(agreed, "hospital", "AgreementConcluded", AGREED.formatted(kind));
        chain.event("2026-01-20", "hospital", "ArtefactTransferred", HANDED.formatted("vault"));

        assertThat(states(chain.facts()).contains("vault authorised")).isEqualTo(source);
    }

    @ParameterizedTest(name = "personal data: {0}, into {1}: {2}")
    @CsvSource({"sensitive, dataset:ct, true", "none, dataset:ct, false", "sensitive, dataset:elsewhere, false"})
    void whoProcessedPersonalDataOfTheLineageIsASource(String personal, String into, boolean source) {
        Chain chain = Chain.complete();
        chain.step("DatasetCollected")
                .generates("dataset:raw")
                .body("{method: 'user-submitted', personal: '%s'}".formatted(personal));
        chain.event("2026-01-08", "sorter", "DataProcessed")
                .uses("dataset:raw")
                .generates("dataset:ct")
                .body("{operation: 'clean'}");
        chain.event("2026-01-08", "vault", "DataProcessed")
                .uses("dataset:raw")
                .generates(into)
                .body("{operation: 'label'}");

        assertThat(chain.facts().of(DataSource.class).stream()
                        .anyMatch(d -> d.party().equals("vault")))
                .isEqualTo(source);
    }

    @Test
    void aForgedTransferMakesNobodyARecipient() {
        Chain chain = Chain.complete();
        chain.event("2026-01-20", "hospital", "ArtefactTransferred", HANDED.formatted("vault"))
                .changedBy("hospital", "protection");

        assertThat(states(chain.facts())).noneMatch(s -> s.startsWith("vault"));
    }
}
