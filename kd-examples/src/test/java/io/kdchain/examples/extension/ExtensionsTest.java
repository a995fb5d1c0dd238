package io.kdchain.examples.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.examples.cli.Kd;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.Registrar;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.OutputUsed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Safeguard;
import io.kdchain.provenance.event.Scene;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.event.UnknownBody;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.rules.FactProvider;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.ProofOnEvidence;
import io.kdchain.rules.engine.Derivation;
import io.kdchain.rules.engine.RuleEngineException;
import io.kdchain.rules.engine.drools.DroolsRuleEngine;
import io.kdchain.rules.fact.Claim;
import io.kdchain.rules.fact.DutyAppraisal;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.proof.Objection;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.proof.ProofCheck;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.report.ReportInput;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One chain, on which the library alone finds nobody liable; an arbitral institution found two duties breached, as the
 * scenario {@code appraised-breaches} has it: gross fault weighs 4, ordinary 2, so 2/3 and 1/3.
 */
class ExtensionsTest {
    private static final RulePack PACK = RulePack.builtin("cn");
    private static final FactProvider AWARDS = new AwardFacts(new PartyId("arbiter"));
    private static final Map<String, Fraction> AWARDED =
            Map.of("cloudco", Fraction.of(2, 3), "distilco", Fraction.of(1, 3));

    @TempDir
    private Path folder = Path.of("");

    private ChainLog log = ChainLog.open("jdbc:sqlite::memory:", LogOptions.defaults());
    private Incident incident = about(Instant.EPOCH);

    @BeforeEach
    void record() {
        log.close();
        log = ChainLog.open("jdbc:sqlite:" + folder.resolve("chain.db"), LogOptions.defaults());
        Registrar registrar =
                log.begin("chain", new PartyId("registry"), Ed25519Signer.generate(), "Registry", "CN", Instant.now());
        join(registrar, "teachco", Role.TEACHER_DEVELOPER)
                .record(EventDraft.of(new TeacherReleased(List.of("general"), null, true, List.of(), List.of()))
                        .generates("model:teacher"));
        join(registrar, "distilco", Role.DISTILLATION_PROVIDER)
                .record(EventDraft.of(new DistillationCompleted(
                                null,
                                List.of(),
                                new DistillationCompleted.Fidelity(new BigDecimal("0.98"), new BigDecimal("0.01")),
                                List.of()))
                        .uses("model:teacher")
                        .generates("model:student"));
        Recorder cloud = join(registrar, "cloudco", Role.DEPLOYMENT_PLATFORM);
        cloud.record(EventDraft.of(new ModelDeployed(
                        EntityId.parse("model:student"),
                        "service",
                        Scene.GENERAL,
                        List.of("general"),
                        List.of(Safeguard.RISK_LABEL, Safeguard.MONITORING),
                        null))
                .uses("model:student")
                .generates("deployment:service"));
        cloud.record(EventDraft.of(new OutputServed(null, List.of(OutputServed.Label.RISK), null, null))
                .uses("deployment:service")
                .generates("output:1"));
        join(registrar, "firm", Role.STUDENT_USER)
                .record(EventDraft.of(new OutputUsed(
                                EntityId.parse("output:1"),
                                OutputUsed.Use.AS_INTENDED,
                                OutputUsed.HumanReview.INDEPENDENT))
                        .uses("output:1"));
        join(registrar, "victim", Role.CLAIMANT);
        award(
                join(registrar, "arbiter", Role.AUDITOR),
                "{\"party\":\"cloudco\",\"duty\":\"warn-of-risk\",\"met\":false,\"fault\":\"gross\"}",
                "{\"party\":\"distilco\",\"duty\":\"measure-fidelity\",\"met\":false,\"fault\":\"unstated\"}");
        award(
                join(registrar, "nobody", Role.AUDITOR),
                "{\"party\":\"firm\",\"duty\":\"human-review\",\"met\":false,\"fault\":\"gross\"}");
        incident = about(Instant.now());
    }

    private static Incident about(Instant damage) {
        return Incident.about("output:1")
                .claimant("victim")
                .occurredAt(damage)
                .item(DamageItem.of("loss", "pecuniary").withAmount(Money.of("90000", "CNY")))
                .build();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private static Recorder join(Registrar registrar, String id, Role role) {
        return registrar.register(new PartyId(id), Ed25519Signer.generate(), id, List.of(role), "CN", Instant.now());
    }

    private static void award(Recorder by, String... bodies) {
        for (String body : bodies) {
            try {
                by.record(EventDraft.of(new UnknownBody(AwardFacts.AWARD, new ObjectMapper().readTree(body)))
                        .uses("output:1"));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }
    }

    private LiabilityEngine.Builder engine() {
        return LiabilityEngine.builder().evidence(log).pack(PACK);
    }

    @Test
    void awardsOfTheInstitutionAreFacts() {
        assertThat(engine().build().attribute(incident).established()).isFalse();

        Attribution verdict = engine().facts(AWARDS).build().attribute(incident);

        assertThat(verdict.items().get(0).shares())
                .containsAllEntriesOf(AWARDED)
                .containsEntry("firm", Fraction.ZERO);
    }

    @Test
    void aProofWithSuchFactsHoldsForWhoAsksTheSameProvider() {
        Proof proof = engine().facts(AWARDS).build().prove(incident);

        assertThat(new ProofCheck(PACK).check(proof)).isEmpty();
        assertThat(new ProofOnEvidence(log, PACK).facts(AWARDS).check(proof)).isEmpty();
        assertThat(new ProofOnEvidence(log, PACK).check(proof))
                .extracting(Objection::message)
                .anySatisfy(message -> assertThat(message).contains("does not show", "warn-of-risk"));
    }

    @Test
    void whatIsNoFactIsRefused() {
        Fact appraisal = new DutyAppraisal("cloudco", "warn-of-risk", false, "gross");
        assertRefused(List.of(new KnownFact(appraisal, List.of(), "")), "rests on entries []");
        assertRefused(List.of(KnownFact.shownBy(appraisal, List.of(999L))), "rests on entries [999]");
        assertRefused(List.of(new KnownFact(appraisal, List.of(1L), "A-DEF")), "note 'A-DEF'");
        assertRefused(
                List.of(KnownFact.shownBy(
                        new DutyAppraisal("cloudco", "warn-of-risk", false, "enormous"), List.of(1L))),
                "fault 'enormous'; it must be one of");
        assertRefused(
                List.of(KnownFact.shownBy(new DutyAppraisal("cloudco", "be-nice", false, "gross"), List.of(1L))),
                "duty 'be-nice'");
        assertRefused(
                List.of(KnownFact.shownBy(new Claim("incident:1", "victim", "none"), List.of(1L))), "exactly once");
        assertRefused(List.of(KnownFact.shownBy(new Invented("cloudco"), List.of(1L))), "no fact of the vocabulary");
    }

    private record Invented(String party) implements Fact {}

    private void assertRefused(List<KnownFact> facts, String why) {
        LiabilityEngine engine = engine().facts((evidence, about) -> facts).build();

        assertThatThrownBy(() -> engine.attribute(incident))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aVerdictOnBothEnginesIsThatOfEither() {
        LiabilityEngine both = engine().facts(AWARDS).rules(new BothEngines()).build();

        assertThat(both.attribute(incident))
                .isEqualTo(engine().facts(AWARDS).build().attribute(incident));
    }

    @Test
    void enginesThatDifferGiveNoVerdict() {
        LiabilityEngine both = engine().facts(AWARDS)
                .rules(new BothEngines(
                        new DroolsRuleEngine(), (law, facts) -> new Derivation(List.copyOf(facts), Map.of())))
                .build();

        assertThatThrownBy(() -> both.attribute(incident))
                .isInstanceOf(RuleEngineException.class)
                .hasMessageContaining("derive different conclusions");
    }

    @Test
    void sharesStayWhenAllAnswerForTheWhole() {
        Attribution.ItemVerdict item = engine().facts(AWARDS)
                .apportionment(new AllJointly())
                .build()
                .attribute(incident)
                .items()
                .get(0);

        assertThat(item.shares()).containsAllEntriesOf(AWARDED);
        assertThat(item.claimable()).containsEntry("cloudco", Fraction.ONE).containsEntry("distilco", Fraction.ONE);
        assertThat(item.recourse())
                .extracting(Attribution.Recourse::from, Attribution.Recourse::to, Attribution.Recourse::share)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("cloudco", "distilco", Fraction.of(1, 3)),
                        org.assertj.core.groups.Tuple.tuple("distilco", "cloudco", Fraction.of(2, 3)));
    }

    @Test
    void aFormatOfTheClassPathIsWrittenByItsName() {
        Attribution verdict = engine().facts(AWARDS).build().attribute(incident);

        String csv = new CsvReport().write(ReportInput.of(verdict), Locale.ENGLISH);

        assertThat(Report.formats()).containsOnlyKeys("csv", "html", "json", "text");
        assertThat(csv.lines()).first().isEqualTo("incident,item,party,share,claimable,after,amount,currency");
        assertThat(csv.lines().map(line -> line.substring(line.indexOf(',') + 1)))
                .contains("loss,cloudco,2/3,2/3,,60000.00,CNY", "loss,distilco,1/3,1/3,,30000.00,CNY");
    }

    @Test
    void aCellIsNoFormulaAndKeepsItsQuotes() {
        Attribution verdict = engine().facts(AWARDS)
                .build()
                .attribute(Incident.about("output:1")
                        .claimant("victim")
                        .occurredAt(incident.occurredAt())
                        .item(DamageItem.of("=HYPERLINK(\"x\")", "pecuniary"))
                        .build());

        assertThat(new CsvReport().write(ReportInput.of(verdict), Locale.ENGLISH))
                .contains(",\"'=HYPERLINK(\"\"x\"\")\",cloudco,2/3,2/3,,,");
    }

    @Test
    void theCommandTakesAFormatByItsName() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String scenario = "../rules/cn/scenarios/appraised-breaches.yaml";

        assertThat(kd(out, err, "attribute", "--as", "csv", scenario)).isZero();
        assertThat(kd(out, err, "attribute", "--as", "pdf", scenario)).isEqualTo(2);
        assertThat(kd(out, err, "attribute", "--as", "csv", "--json", scenario)).isEqualTo(2);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("incident:appraised-breaches,loss,cloudco,2/3,2/3,,66666.67,CNY");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(
                        "--as is 'pdf'; the class path has the formats csv, html, json, text.", "--json is --as json");
    }

    private static int kd(ByteArrayOutputStream out, ByteArrayOutputStream err, String... args) {
        return Kd.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
