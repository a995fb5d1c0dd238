package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.fact.AssignedShares;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CausalParts.Part;
import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.fact.CauseForm;
import io.kdchain.rules.fact.CausePart;
import io.kdchain.rules.fact.CauseSource;
import io.kdchain.rules.fact.OtherCause;
import io.kdchain.rules.verdict.Fraction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CausationFactsTest {
    private static Chain.Step appraised(Chain chain, String by, String fields) {
        return chain.event(
                "2026-04-15",
                by,
                "CausationAppraised",
                "{incident: '%s', by: '%s', %s}".formatted(chain.incident().id(), by, fields));
    }

    private static Chain.Step localised(Chain chain, String stages, String sufficient) {
        return chain.event(
                "2026-04-15",
                "cloud",
                "DefectLocalised",
                "{output: 'output:1', method: 'replay', stages: [%s], sufficient: [%s]}".formatted(stages, sufficient));
    }

    private static CausalParts parts(Facts facts) {
        return Objects.requireNonNull(facts.causes().get("injury"));
    }

    private static List<String> named(Facts facts) {
        return parts(facts).parts().stream()
                .map(p -> p.party() + (p.side().isEmpty() ? "" : "/" + p.side()) + " "
                        + p.weight().point())
                .toList();
    }

    private static Weight weight(Facts facts, String party) {
        return parts(facts).of(party).map(Part::weight).orElseThrow();
    }

    @Test
    void withoutEvidenceCausationIsInferred() {
        Facts facts = Chain.complete().facts();

        assertThat(facts.of(CauseSource.class)).containsExactly(new CauseSource("injury", "none"));
        assertThat(parts(facts)).isEqualTo(CausalParts.none("injury"));
    }

    @Test
    void gradesAndSharesAreWeights() {
        Chain chain = Chain.complete();
        appraised(
                chain,
                "lab",
                "parts: [{party: 'edgechip', grade: 'main', fault: 'gross'}, {party: 'smallai', share: '1/5'}, "
                        + "{party: 'radnet', grade: 'none'}, {party: 'patient', grade: 'slight'}]");

        Facts facts = chain.facts();

        assertThat(weight(facts, "edgechip")).isEqualTo(TestPack.weight("0.56", "0.75", "0.95"));
        assertThat(weight(facts, "smallai")).isEqualTo(Weight.exactly(Fraction.of(1, 5)));
        assertThat(weight(facts, "radnet").high()).isEqualTo(Fraction.of(1, 25));
        assertThat(facts.of(CausePart.class))
                .containsExactly(
                        new CausePart("injury", "edgechip", "gross", true, false),
                        new CausePart("injury", "patient", "unstated", true, false),
                        new CausePart("injury", "smallai", "unstated", true, false));
    }

    @ParameterizedTest(name = "disease {0}: sole {1}")
    @CsvSource({"whole, true", "main, false"})
    void otherCauseIsNoParty(String grade, boolean sole) {
        Chain chain = Chain.complete();
        appraised(chain, "lab", "parts: [{cause: 'disease', grade: '%s'}]".formatted(grade));

        Facts facts = chain.facts();

        assertThat(facts.of(OtherCause.class)).containsExactly(new OtherCause("injury", "disease", sole));
        assertThat(parts(facts).parts()).isEmpty();
        assertThat(parts(facts).others()).hasSize(1);
    }

    @Test
    void sideStandsForItsPartiesUnlessOneIsNamed() {
        Chain alone = Chain.complete();
        appraised(alone, "lab", "parts: [{group: 'product', grade: 'main'}, {group: 'treatment', grade: 'slight'}]");
        Chain beside = Chain.complete();
        appraised(beside, "lab", "parts: [{group: 'product', grade: 'main'}, {party: 'edgechip', grade: 'equal'}]");

        assertThat(named(alone.facts()))
                .containsExactly(
                        "cloud/product 3/4",
                        "edgechip/product 3/4",
                        "hospital/product 3/4",
                        "radnet/product 3/4",
                        "smallai/product 3/4",
                        "clinic/treatment 1/10");
        assertThat(named(beside.facts())).containsExactly("edgechip 1/2", "/product 3/4");
        assertThat(beside.facts().of(CausePart.class))
                .extracting(CausePart::party)
                .containsExactly("edgechip");
    }

    @Test
    void partyIsNamedItselfOrByItsSideOnly() {
        Chain chain = Chain.complete();
        appraised(chain, "lab", "parts: [{group: 'product', grade: 'main'}, {party: 'clinic', grade: 'slight'}]");

        assertThat(chain.facts().of(CausePart.class))
                .filteredOn(CausePart::named)
                .extracting(CausePart::party)
                .containsExactly("clinic");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "'joint: true', joint",
        "'sufficient: true', each-sufficient",
        "'determinable: false', undeterminable",
        "'determinable: true', ''",
        "'joint: true, determinable: false', 'joint,undeterminable'",
        "'sufficient: true, determinable: false', 'each-sufficient,undeterminable'",
        "'joint: true, sufficient: true', 'each-sufficient,joint'"
    })
    void appraisalSaysHowTheCausesWorked(String field, String forms) {
        Chain chain = Chain.complete();
        appraised(chain, "lab", field + ", parts: [{party: 'edgechip', grade: 'main'}]");

        assertThat(String.join(",", parts(chain.facts()).forms())).isEqualTo(forms);
        assertThat(chain.facts().of(CauseForm.class).stream().map(CauseForm::form))
                .containsExactlyElementsOf(parts(chain.facts()).forms());
        assertThat(chain.facts().of(CausePart.class))
                .extracting(CausePart::alone)
                .containsExactly(forms.contains("each-sufficient"));
    }

    @ParameterizedTest(name = "{0} records what {1}, appointed by {2}, found: governs {3}")
    @CsvSource({
        "lab, lab, court, true",
        "regulator, lab, court, true",
        "cloud, lab, court, false",
        "cloud, cloud, court, false",
        "regulator, cloud, court, false",
        "patient, lab, court, false",
        "edgechip, lab, joint, false",
        "lab, lab, party, false"
    })
    void whoHasAnInterestOnlyClaimsWhatAnExpertFound(String recorder, String by, String appointedBy, boolean governs) {
        Chain chain = Chain.complete();
        appraised(chain, "second", "appointedBy: 'joint', parts: [{party: 'cloud', grade: 'main'}]");
        chain.event(
                "2026-04-16",
                recorder,
                "CausationAppraised",
                "{incident: '%s', item: 'injury', by: '%s', appointedBy: '%s', parts: [{party: 'smallai', grade: 'whole'}]}"
                        .formatted(chain.incident().id(), by, appointedBy));

        assertThat(named(chain.facts())).containsExactly(governs ? "smallai 1" : "cloud 3/4");
        assertThat(chain.facts().open()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "court, '{party: ''edgechip'', share: ''3/5''}, {cause: ''disease'', share: ''2/5''}', true",
        "court, '{party: ''edgechip'', share: ''3/5''}, {party: ''cloud'', grade: ''secondary''}', false",
        "court, '{group: ''product'', share: ''3/5''}', false",
        "joint, '{party: ''edgechip'', share: ''3/5''}', false",
        "party, '{party: ''edgechip'', share: ''3/5''}', false"
    })
    void onlyACourtAssignsSharesAndOnlyInNumbersForEach(String by, String named, boolean assigned) {
        Chain chain = Chain.complete();
        appraised(chain, "lab", "appointedBy: '%s', parts: [%s]".formatted(by, named));

        assertThat(chain.facts().of(AssignedShares.class)).hasSize(assigned ? 1 : 0);
    }

    @Test
    void courtPrevailsThenJointThenTheItemsOwn() {
        Chain chain = Chain.complete();
        appraised(chain, "lab", "parts: [{party: 'radnet', grade: 'main'}]");
        appraised(chain, "lab", "item: 'injury', parts: [{party: 'smallai', grade: 'main'}]");
        assertThat(named(chain.facts())).containsExactly("smallai 3/4");
        appraised(chain, "lab", "appointedBy: 'joint', parts: [{party: 'edgechip', grade: 'main'}]");
        assertThat(named(chain.facts())).containsExactly("edgechip 3/4");
        appraised(chain, "lab", "appointedBy: 'court', parts: [{party: 'cloud', grade: 'main'}]");
        assertThat(named(chain.facts())).containsExactly("cloud 3/4");
        appraised(chain, "lab", "item: 'other', appointedBy: 'court', parts: [{party: 'clinic', grade: 'main'}]");
        assertThat(named(chain.facts())).containsExactly("cloud 3/4");
        assertThat(chain.facts().open()).isEmpty();
    }

    @Test
    void appraisalOfAnotherIncidentIsNone() {
        Chain chain = Chain.complete();
        chain.event(
                "2026-04-15",
                "lab",
                "CausationAppraised",
                "{incident: 'incident:other', by: 'lab', parts: [{party: 'cloud', grade: 'main'}]}");

        assertThat(parts(chain.facts()).source()).isEqualTo("none");
    }

    @Test
    void equalRankTakesTheLowerPartAndTheHigherOfNoParty() {
        Chain chain = Chain.complete();
        appraised(
                chain,
                "lab",
                "appointedBy: 'court', parts: [{party: 'edgechip', grade: 'main'}, {party: 'smallai', grade: 'slight'}, {cause: 'disease', share: '0.1'}]");
        appraised(
                chain,
                "second",
                "appointedBy: 'court', parts: [{party: 'edgechip', grade: 'secondary'}, {cause: 'disease', share: '0.2'}]");

        Facts facts = chain.facts();
        Facts first = chain.facts(chain.inquiry().answering(Map.of("appraisal:injury:lab", true)));
        Facts other = chain.facts(chain.inquiry().answering(Map.of("appraisal:injury:lab", false)));

        assertThat(named(facts)).containsExactly("edgechip 3/10", "smallai 1/10");
        assertThat(weight(facts, "edgechip")).isEqualTo(TestPack.weight("0.16", "0.3", "0.95"));
        assertThat(parts(facts).others()).extracting(o -> o.weight().point()).containsExactly(Fraction.of(1, 5));
        assertThat(facts.open())
                .extracting(OpenIssue::id)
                .containsExactly("appraisal:injury:lab", "appraisal:injury:second");
        assertThat(named(first)).containsExactly("edgechip 3/4", "smallai 1/10");
        assertThat(named(other)).containsExactly("edgechip 3/10");
    }

    @Test
    void equalRankLeavesToNobodyWhatOneOfThemDoesAndNoSum() {
        Chain chain = Chain.complete();
        appraised(chain, "lab", "parts: [{party: 'edgechip', grade: 'main'}, {cause: 'disease', share: '0.1'}]");
        appraised(chain, "second", "parts: [{party: 'edgechip', grade: 'main'}, {cause: 'market', share: '0.25'}]");

        assertThat(parts(chain.facts()).others())
                .extracting(o -> o.cause() + " " + o.weight())
                .containsExactly("market " + TestPack.weight("0.1", "0.25", "0.25"));
    }

    @Test
    void equalRankTakesTheLowerPartOfWhoIsNamedByOneAndInASideOfTheOther() {
        Chain chain = Chain.complete();
        appraised(chain, "lab", "parts: [{party: 'smallai', grade: 'main', fault: 'gross'}]");
        appraised(chain, "second", "parts: [{group: 'product', grade: 'secondary', fault: 'slight'}]");

        Facts facts = chain.facts();

        assertThat(named(facts))
                .containsExactly(
                        "smallai 3/10",
                        "cloud/product 3/10",
                        "edgechip/product 3/10",
                        "hospital/product 3/10",
                        "radnet/product 3/10");
        assertThat(facts.of(CausePart.class)).contains(new CausePart("injury", "smallai", "slight", true, false));
    }

    @Test
    void appraisalsThatFindTheSameInAnyOrderAreNoConflict() {
        Chain chain = Chain.complete();
        appraised(
                chain, "lab", "parts: [{party: 'edgechip', grade: 'main'}, {party: 'cloud', share: '0.2'}], note: 'a'");
        appraised(
                chain,
                "second",
                "joint: false, parts: [{party: 'cloud', share: '1/5'}, {party: 'edgechip', grade: 'main'}]");

        assertThat(named(chain.facts())).containsExactly("cloud 1/5", "edgechip 3/4");
        assertThat(parts(chain.facts()).parts().get(0).evidence()).hasSize(2);
        assertThat(chain.facts().open()).isEmpty();
    }

    @Test
    void localisationCountsAsWrittenAndAddsUpTheStagesOfAParty() {
        Chain chain = Chain.complete();
        chain.event("2026-03-09", "cloud", "ModelAdapted")
                .uses("model:student")
                .generates("model:mid")
                .body("{technique: 'prune', target: 'npu'}");
        chain.step("ModelAdapted").uses("model:mid");
        localised(
                chain,
                "{stage: 'adaptation', party: 'cloud', contribution: 0.3333, lower: 0.3, upper: 0.4}, "
                        + "{stage: 'deployment', party: 'cloud', contribution: 0.25}, "
                        + "{stage: 'teacher', party: 'radnet', contribution: 0}",
                "");

        Facts facts = chain.facts();

        assertThat(weight(facts, "cloud")).isEqualTo(TestPack.weight("0.55", "0.5833", "0.65"));
        assertThat(weight(facts, "radnet").point()).isEqualTo(Fraction.ZERO);
        assertThat(parts(facts).unexplained()).isEqualTo(Fraction.parse("0.4167"));
        assertThat(facts.of(CausePart.class)).extracting(CausePart::party).containsExactly("cloud");
    }

    @Test
    void appraisalOutranksLocalisation() {
        Chain chain = Chain.complete();
        localised(chain, "{stage: 'adaptation', party: 'edgechip', contribution: 1}", "");
        assertThat(parts(chain.facts()).source()).isEqualTo("localised");
        appraised(chain, "lab", "parts: [{party: 'smallai', grade: 'main'}]");

        assertThat(parts(chain.facts()).source()).isEqualTo("appraised");
        assertThat(named(chain.facts())).containsExactly("smallai 3/4");
    }

    @Test
    void entryWhosePartyDidNotActInTheStageIsIgnoredAndAQuestion() {
        Chain chain = Chain.complete();
        localised(
                chain,
                "{stage: 'adaptation', party: 'cloud', contribution: 0.6}, {stage: 'distillation', party: 'smallai', contribution: 0.4}",
                "");
        String question = "localisation:injury:adaptation:cloud";

        Facts facts = chain.facts();
        Facts yes = chain.facts(chain.inquiry().answering(Map.of(question, true)));

        assertThat(named(facts)).containsExactly("smallai 2/5");
        assertThat(parts(facts).unexplained()).isEqualTo(Fraction.of(3, 5));
        assertThat(facts.open()).extracting(OpenIssue::id).containsExactly(question);
        assertThat(named(yes)).containsExactly("cloud 3/5", "smallai 2/5");
    }

    @Test
    void localisationThatNamesNoActorOfAStageIsNone() {
        Chain chain = Chain.complete();
        localised(chain, "{stage: 'adaptation', party: 'cloud', contribution: 1}", "");

        assertThat(parts(chain.facts()).source()).isEqualTo("none");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '=',
            quoteCharacter = '"',
            value = {
                "['teacher'], ['adaptation'] = each-sufficient",
                "['teacher', 'adaptation'] = together",
                "['teacher'], ['teacher', 'adaptation'] = mixed",
                "['teacher'] = mixed",
                "\"\" = \"\""
            })
    void sufficientSetsDecideTheForm(String sufficient, String form) {
        Chain chain = Chain.complete();
        localised(
                chain,
                "{stage: 'teacher', party: 'radnet', contribution: 0.5}, {stage: 'adaptation', party: 'edgechip', contribution: 0.5}",
                sufficient);

        Facts facts = chain.facts();

        assertThat(parts(facts).form()).isEqualTo(form);
        assertThat(facts.open()).hasSize(form.equals("mixed") ? 1 : 0);
    }

    @ParameterizedTest(name = "{0}: {1}, enough alone {2}")
    @CsvSource(
            delimiter = '=',
            quoteCharacter = '"',
            value = {
                "['teacher'], ['adaptation'] = each-sufficient = edgechip,radnet",
                "['teacher'], ['data', 'adaptation'] = mixed = \"\"",
                "['teacher'], ['deployment'] = mixed = \"\"",
                "['teacher', 'deployment'], ['adaptation'] = each-sufficient = edgechip,radnet",
                "['teacher', 'deployment', 'adaptation', 'data'] = together = \"\"",
                "['teacher'], ['use'] = mixed = \"\""
            })
    void whoWasEnoughAloneIsOneWhoActedAtAllStagesOfASet(String sufficient, String form, String alone) {
        Chain chain = Chain.complete();
        chain.event("2026-03-25", "radnet", "ModelDeployed")
                .uses("model:int8")
                .generates("deployment:own")
                .body("{scenario: 'medical', intendedUses: ['ct'], safeguards: []}");
        chain.step("OutputServed").uses("deployment:own");
        localised(
                chain,
                "{stage: 'teacher', party: 'radnet', contribution: 0.4}, {stage: 'adaptation', party: 'edgechip', contribution: 0.3}, "
                        + "{stage: 'deployment', party: 'radnet', contribution: 0.2}, {stage: 'data', party: 'hospital', contribution: 0.1}",
                sufficient);

        Facts facts = chain.facts();
        Facts each = chain.facts(chain.inquiry().answering(Map.of("mixed:injury", true)));

        assertThat(parts(facts).form()).isEqualTo(form);
        assertThat(alone(facts)).isEqualTo(alone);
        assertThat(alone(each)).isEqualTo(form.equals("mixed") ? "edgechip,hospital,radnet" : alone);
    }

    private static String alone(Facts facts) {
        return facts.of(CausePart.class).stream()
                .filter(CausePart::alone)
                .map(CausePart::party)
                .collect(Collectors.joining(","));
    }

    @Test
    void localisationOfOneWithAnInterestCountsOnlyWhereThereIsNoOther() {
        Chain chain = Chain.complete();
        localised(chain, "{stage: 'distillation', party: 'smallai', contribution: 1}", "");
        assertThat(named(chain.facts())).containsExactly("smallai 1");
        chain.event(
                "2026-04-15",
                "lab",
                "DefectLocalised",
                "{output: 'output:1', method: 'replay', stages: [{stage: 'deployment', party: 'cloud', contribution: 1}]}");

        assertThat(named(chain.facts())).containsExactly("cloud 1");
        assertThat(chain.facts().open()).isEmpty();
    }

    @Test
    void localisationsOfEqualStandingThatDifferAreQuestions() {
        Chain chain = Chain.complete();
        for (String by : List.of("lab", "second")) {
            chain.event(
                    "2026-04-15",
                    by,
                    "DefectLocalised",
                    "{output: 'output:1', method: 'replay', stages: [{stage: 'deployment', party: 'cloud', contribution: %s}]}"
                            .formatted(by.equals("lab") ? "0.9" : "0.4"));
        }
        String lab = "localised:injury:lab";

        assertThat(named(chain.facts())).containsExactly("cloud 2/5");
        assertThat(parts(chain.facts()).unexplained()).isEqualTo(Fraction.of(3, 5));
        assertThat(chain.facts().open()).extracting(OpenIssue::id).containsExactly(lab, "localised:injury:second");
        assertThat(named(chain.facts(chain.inquiry().answering(Map.of(lab, true)))))
                .containsExactly("cloud 9/10");
    }

    @Test
    void localisationOfAnOutputSaysNothingOfALeak() {
        Chain chain = Chain.complete().item("injury", "bodily-injury").item("files", "privacy");
        localised(chain, "{stage: 'adaptation', party: 'edgechip', contribution: 1}", "");
        chain.event("2026-04-05", "lab", "ArtefactLeaked", "{artefact: 'dataset:ct', from: 'hospital', scope: 'all'}");

        assertThat(chain.facts().of(CauseSource.class))
                .containsExactlyInAnyOrder(new CauseSource("files", "none"), new CauseSource("injury", "localised"));
    }
}
