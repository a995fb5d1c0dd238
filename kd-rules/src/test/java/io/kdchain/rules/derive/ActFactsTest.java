package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.derive.Facts.PartyProfile;
import io.kdchain.rules.derive.Lineage.ActOnChain;
import io.kdchain.rules.fact.Act;
import io.kdchain.rules.fact.Deployer;
import io.kdchain.rules.fact.Item;
import io.kdchain.rules.fact.Party;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActFactsTest {
    @Test
    void everyActBehindTheOutputIsOneInTheRoleOfItsType() {
        Facts facts = Chain.complete().facts();

        assertThat(facts.of(Act.class))
                .extracting(a -> a.party() + " " + a.role() + " " + a.stage())
                .containsExactly(
                        "hospital data-provider data",
                        "radnet teacher-developer teacher",
                        "smallai distillation-provider distillation",
                        "edgechip hardware-adapter adaptation",
                        "cloud deployment-platform deployment",
                        "clinic student-user use",
                        "cloud deployment-platform deployment");
    }

    @Test
    void actThatTheOutputDoesNotComeFromIsNone() {
        Chain chain = Chain.complete();
        chain.event("2026-03-05", "other", "DistillationCompleted")
                .uses("model:teacher")
                .generates("model:sibling");

        assertThat(chain.facts().of(Act.class)).extracting(Act::party).doesNotContain("other");
    }

    @Test
    void startOfADistillationIsNoSecondAct() {
        Chain chain = Chain.complete();
        chain.without("DistillationCompleted");
        Chain.Step start = chain.event("2026-02-20", "smallai", "DistillationStarted")
                .uses("model:teacher")
                .body("{teachers: ['model:teacher'], datasets: [], knowledge: 'response', method: 'kd', "
                        + "hyperparameters: {}, codeDigest: 'sha256:%s', environment: {}, seed: 1}"
                                .formatted("0".repeat(64)));
        chain.event("2026-03-01", "smallai", "DistillationCompleted")
                .refs(start)
                .generates("model:student");

        Facts facts = chain.facts();

        assertThat(facts.of(Act.class))
                .filteredOn(a -> a.stage().equals("distillation"))
                .hasSize(1);
        assertThat(facts.lineage().leads("radnet", "smallai")).isTrue();
    }

    @Test
    void startThatMadeTheModelIsTheActWhereNoEndIsRecorded() {
        Chain chain = Chain.complete();
        chain.without("DistillationCompleted");
        chain.event("2026-02-20", "smallai", "DistillationStarted")
                .uses("model:teacher")
                .generates("model:student")
                .body("{teachers: ['model:teacher'], datasets: [], knowledge: 'response', method: 'kd', "
                        + "hyperparameters: {}, codeDigest: 'sha256:%s', environment: {}, seed: 1}"
                                .formatted("0".repeat(64)));

        assertThat(chain.facts().of(Act.class))
                .filteredOn(a -> a.stage().equals("distillation"))
                .extracting(Act::party)
                .containsExactly("smallai");
    }

    @Test
    void consumerUsesAsConsumerAndTheUnregisteredAsProfessional() {
        Chain chain = Chain.complete();
        chain.registered("reader", "consumer");
        for (String user : new String[] {"reader", "stranger"}) {
            chain.event("2026-04-03", user, "OutputUsed")
                    .uses(Chain.OUTPUT)
                    .body("{output: 'output:1', use: 'as-intended', humanReview: 'none'}");
        }

        assertThat(chain.facts().of(Act.class))
                .filteredOn(a -> a.stage().equals("use"))
                .extracting(a -> a.party() + " " + a.role())
                .containsExactlyInAnyOrder("clinic student-user", "reader consumer", "stranger student-user");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "patient, consumer", // registered as claimant
        "professor, student-user", // claimant and professional user
        "buyer, consumer", // claimant and consumer
        "cloud, student-user" // another role of the chain
    })
    void whoIsHarmedAndNothingElseUsesPrivately(String user, String role) {
        Chain chain = Chain.complete().without("OutputUsed");
        chain.registered("professor", "claimant", "student-user").registered("buyer", "claimant", "consumer");
        chain.event("2026-04-03", user, "OutputUsed")
                .uses(Chain.OUTPUT)
                .body("{output: 'output:1', use: 'as-intended', humanReview: 'none'}");

        assertThat(chain.facts().of(Act.class))
                .filteredOn(a -> a.stage().equals("use"))
                .extracting(a -> a.party() + " " + a.role())
                .containsExactly(user + " " + role);
    }

    @Test
    void rejectedEventIsNoActButTheLineagePassesThroughWhatALaterEventUses() {
        Chain chain = Chain.complete();
        chain.step("ModelAdapted").rejected();

        Facts facts = chain.facts();

        assertThat(facts.of(Act.class))
                .extracting(Act::party)
                .contains("smallai")
                .doesNotContain("edgechip");
        assertThat(facts.lineage().leads("smallai", "cloud")).isTrue();
    }

    @Test
    void rejectedEventThatNothingUsesLeadsNowhere() {
        Chain chain = Chain.complete();
        chain.without("OutputUsed");
        chain.step("OutputServed").rejected();

        assertThat(chain.facts().of(Act.class)).isEmpty();
    }

    @Test
    void digestsThatDifferAreDifferentEntities() {
        String one = "@sha256:" + "1".repeat(64);
        String two = "@sha256:" + "2".repeat(64);
        Chain same = Chain.complete();
        same.step("ModelAdapted").generates("model:int8" + one);
        Chain other = Chain.complete();
        other.step("ModelAdapted").generates("model:int8" + one);
        other.step("ModelDeployed").uses("model:int8" + two);

        assertThat(same.facts().of(Act.class)).extracting(Act::party).contains("edgechip");
        assertThat(other.facts().of(Act.class)).extracting(Act::party).doesNotContain("edgechip");
    }

    @Test
    void lineageSaysWhoFeedsWhom() {
        Lineage lineage = Chain.complete().facts().lineage();

        assertThat(lineage.leads("hospital", "clinic")).isTrue();
        assertThat(lineage.leads("clinic", "hospital")).isFalse();
        assertThat(lineage.stagesOf("cloud")).containsExactly("deployment");
        assertThat(lineage.acts()).extracting(ActOnChain::type).contains("OutputServed");
    }

    @Test
    void partiesHoldRegisteredAndActedRoles() {
        Chain chain = Chain.complete();
        chain.step("ModelAdapted");
        Facts facts = chain.facts();

        assertThat(facts.of(Party.class))
                .contains(
                        new Party("lab", "auditor"),
                        new Party("patient", "claimant"),
                        new Party("edgechip", "hardware-adapter"));
        assertThat(facts.parties())
                .filteredOn(p -> p.id().equals("edgechip"))
                .extracting(PartyProfile::jurisdiction)
                .containsExactly("CN");
    }

    @Test
    void sceneIsThatOfTheDeploymentAndGeneralWithoutOne() {
        assertThat(Chain.complete().facts().of(Item.class))
                .extracting(Item::scene)
                .containsExactly("medical");
        assertThat(Chain.complete().without("ModelDeployed").facts().of(Item.class))
                .extracting(Item::scene)
                .containsExactly("general");
        assertThat(Chain.complete().facts().of(Deployer.class)).containsExactly(new Deployer("injury", "cloud"));
        assertThat(Chain.complete().without("ModelDeployed").facts().of(Deployer.class))
                .isEmpty();
    }
}
