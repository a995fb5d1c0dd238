package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.fact.Decider;
import io.kdchain.rules.fact.DefectShown;
import io.kdchain.rules.fact.Device;
import io.kdchain.rules.fact.ProductDefence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductFactsTest {
    private static Chain approved(String at, String subject, String until) {
        Chain chain = Chain.complete();
        chain.event(
                at,
                "regulator",
                "ApprovalGranted",
                "{subject: '%s', holder: 'edgechip', kind: 'device-registration', number: 'N1', by: 'nmpa', validUntil: '%s'}"
                        .formatted(subject, until));
        return chain;
    }

    @ParameterizedTest(name = "{1} registered {0} until {2}: {3}")
    @CsvSource({
        "2026-03-20, model:int8, 2026-03-20, 1",
        "2026-03-21, model:int8, 2031-01-01, 0",
        "2026-03-01, model:int8, 2026-03-19, 0",
        "2026-03-01, model:student, 2031-01-01, 1",
        "2026-03-01, deployment:ct, 2031-01-01, 1",
        "2026-03-01, model:teacher, 2031-01-01, 0"
    })
    void registrationInForceWhenDeployedMakesADevice(String at, String subject, String until, int devices) {
        assertThat(approved(at, subject, until).facts().of(Device.class)).hasSize(devices);
    }

    @ParameterizedTest(name = "revoked since {0}: {1}")
    @CsvSource({"2026-03-20, 0", "2026-03-21, 1"})
    void revocationAfterDeploymentDoesNotEndIt(String since, int devices) {
        Chain chain = approved("2026-03-01", "model:int8", "2031-01-01");
        chain.event(
                "2026-03-19",
                "regulator",
                "ApprovalRevoked",
                "{subject: 'model:int8', number: 'N1', by: 'nmpa', since: '%s'}".formatted(since));

        assertThat(chain.facts().of(Device.class)).hasSize(devices);
    }

    @Test
    void onlyInjuryAndPropertyConcernDevices() {
        Chain chain = approved("2026-03-01", "model:int8", "2031-01-01").item("loss", "pecuniary");

        assertThat(chain.facts().of(Device.class)).isEmpty();
    }

    @ParameterizedTest(name = "{0} defective {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "model:student, true, appraised",
                "output:1, true, shown-wrong",
                "model:student, false, -",
                "model:sibling, true, -"
            })
    void appraisalShowsADefect(String subject, boolean defective, String ground) {
        Chain chain = Chain.complete();
        chain.event(
                "2026-04-15",
                "lab",
                "DefectAppraised",
                "{subject: '%s', by: 'lab', defective: %s}".formatted(subject, defective));

        assertThat(chain.facts().of(DefectShown.class))
                .isEqualTo(ground == null ? List.of() : List.of(new DefectShown("injury", ground)));
    }

    @Test
    void substantiatedNoticeOfAWrongOutputShowsItWrong() {
        for (String[] claim : new String[][] {{"accuracy", "1"}, {"privacy", "0"}}) {
            Chain chain = Chain.complete();
            chain.event(
                    "2026-04-05",
                    "cloud",
                    "NoticeReceived",
                    "{from: 'x', about: ['output:1'], substantiated: true, claim: '%s'}".formatted(claim[0]));

            assertThat(chain.facts().of(DefectShown.class)).hasSize(Integer.parseInt(claim[1]));
        }
    }

    @ParameterizedTest(name = "localised at {0} with {1}: {2}")
    @CsvSource({
        "adaptation, edgechip, 0.2, 1",
        "adaptation, edgechip, 0, 0",
        "use, clinic, 1, 0",
        "adaptation, cloud, 1, 0"
    })
    void localisationInAStageOfTheProductShowsADefect(String stage, String party, String part, int facts) {
        Chain chain = Chain.complete();
        chain.event(
                "2026-04-15",
                "cloud",
                "DefectLocalised",
                "{output: 'output:1', method: 'replay', stages: [{stage: '%s', party: '%s', contribution: %s}]}"
                        .formatted(stage, party, part));

        assertThat(chain.facts().of(DefectShown.class)).hasSize(facts);
    }

    @Test
    void courtsExpertPrevailsOverAPartysAndEqualsAreAQuestion() {
        Chain chain = Chain.complete();
        chain.event(
                "2026-04-15",
                "lab",
                "DefectAppraised",
                "{subject: 'model:int8', by: 'lab', appointedBy: 'court', defective: false}");
        chain.event(
                "2026-04-15", "expert", "DefectAppraised", "{subject: 'model:int8', by: 'expert', defective: true}");
        Facts ranked = chain.facts();
        chain.event(
                "2026-04-16",
                "second",
                "DefectAppraised",
                "{subject: 'model:int8', by: 'second', appointedBy: 'court', defective: true}");
        Facts equal = chain.facts();
        Facts answered = chain.facts(chain.inquiry().answering(Map.of("defect:model:int8", true)));

        assertThat(ranked.of(DefectShown.class)).isEmpty();
        assertThat(ranked.open()).isEmpty();
        assertThat(equal.of(DefectShown.class)).isEmpty();
        assertThat(equal.open()).extracting(OpenIssue::id).containsExactly("defect:model:int8");
        assertThat(answered.of(DefectShown.class)).containsExactly(new DefectShown("injury", "appraised"));
    }

    @Test
    void defenceMustComeFromAnotherThanWhoAnswersForTheProduct() {
        Chain own = approved("2026-03-01", "model:int8", "2031-01-01");
        own.event(
                "2026-04-15",
                "edgechip",
                "DefectAppraised",
                "{subject: 'model:int8', by: 'edgechip', defective: true, presentAtCirculation: false}");
        Chain lab = approved("2026-03-01", "model:int8", "2031-01-01");
        lab.event(
                "2026-04-15",
                "lab",
                "DefectAppraised",
                "{subject: 'model:int8', by: 'lab', defective: true, discoverableAtCirculation: false}");

        assertThat(own.facts().of(ProductDefence.class)).isEmpty();
        assertThat(lab.facts().of(ProductDefence.class))
                .containsExactly(new ProductDefence("injury", "undiscoverable"));
    }

    @Test
    void whatWasPutIntoServiceIsSoundIfAnotherThanTheDebtorsSaysSo() {
        Chain own = approved("2026-03-01", "model:int8", "2031-01-01");
        own.event("2026-04-15", "edgechip", "DefectAppraised", sound("model:int8", "edgechip"));
        Chain before = approved("2026-03-01", "model:int8", "2031-01-01");
        before.event("2026-04-15", "lab", "DefectAppraised", sound("model:student", "lab"));
        Chain lab = approved("2026-03-01", "model:int8", "2031-01-01");
        lab.event("2026-04-15", "lab", "DefectAppraised", sound("model:int8", "lab"));

        assertThat(own.facts().of(ProductDefence.class)).isEmpty();
        assertThat(before.facts().of(ProductDefence.class)).isEmpty();
        assertThat(lab.facts().of(ProductDefence.class)).containsExactly(new ProductDefence("injury", "not-defective"));
    }

    private static String sound(String model, String by) {
        return "{subject: '%s', by: '%s', defective: false}".formatted(model, by);
    }

    @Test
    void deployerAndProfessionalUserDecideOnPersonsInCredit() {
        Chain credit = Chain.complete().item("refusal", "discrimination").item("hurt", "bodily-injury");
        credit.step("ModelDeployed").body("{scenario: 'credit', intendedUses: [], safeguards: []}");
        Chain plain = Chain.complete().item("refusal", "discrimination");
        plain.step("ModelDeployed").body("{scenario: 'credit', intendedUses: [], safeguards: []}");
        plain.step("DatasetCollected").body("{method: 'synthetic', personal: 'none'}");

        assertThat(credit.facts().of(Decider.class))
                .containsExactly(new Decider("refusal", "clinic"), new Decider("refusal", "cloud"));
        assertThat(plain.facts().of(Decider.class)).isEmpty();
        assertThat(Chain.complete().item("refusal", "discrimination").facts().of(Decider.class))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} records that {1} found no defect: shown {2}")
    @CsvSource({"cloud, expert, 1", "cloud, cloud, 1", "regulator, second, 0"})
    void whoHasAnInterestDoesNotTakeBackWhatTheExpertOfTheCourtFound(String recorder, String by, int shown) {
        Chain chain = approved("2026-03-01", "model:int8", "2031-01-01");
        for (String defective : List.of("true", "false")) {
            chain.event(
                    "2026-04-15",
                    defective.equals("true") ? "expert" : recorder,
                    "DefectAppraised",
                    "{subject: 'model:int8', by: '%s', appointedBy: 'court', defective: %s}"
                            .formatted(defective.equals("true") ? "expert" : by, defective));
        }

        assertThat(chain.facts().of(DefectShown.class)).hasSize(shown);
        assertThat(chain.facts().open()).hasSize(1 - shown);
    }
}
