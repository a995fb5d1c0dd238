package io.kdchain.examples.credit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.core.audit.BiasAudit;
import io.kdchain.core.audit.BiasInheritance;
import io.kdchain.core.audit.Decisions;
import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.audit.GapMetric;
import io.kdchain.core.audit.GroupFairness;
import io.kdchain.core.audit.PairedBootstrap;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.SplitRecipe;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.DistillationRecipe;
import io.kdchain.core.distill.Distiller;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.MlpDefinition;
import io.kdchain.core.distill.TeacherTraining;
import io.kdchain.core.distill.TrainingRecipe;
import io.kdchain.core.distill.TrainingRun;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.record.Entities;
import io.kdchain.core.record.TrainingEvents;
import io.kdchain.examples.credit.CreditResult.Refusal;
import io.kdchain.examples.engine.EngineSettings;
import io.kdchain.examples.story.LabelledAnswer;
import io.kdchain.examples.story.Story;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.DataAudited;
import io.kdchain.provenance.event.DataAuthorised;
import io.kdchain.provenance.event.DatasetCollected;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.OutputUsed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Safeguard;
import io.kdchain.provenance.event.Scene;
import io.kdchain.provenance.event.Severity;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.label.aigc.AigcFile;
import io.kdchain.provenance.label.aigc.Carrier;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Runs the scene: a teacher is trained on the German loans, audited and released, a student distilled and put into
 * service; every act is recorded by who acts. Then the student is asked about every applicant of the test set. The same
 * seed gives the same log on one kind of machine.
 */
public final class CreditChain {
    /** The scene's log within its directory. */
    public static final String LOG_NAME = "chain.db";
    /** The file with the keys that a verifier trusts. */
    public static final String TRUST_NAME = "trust.txt";
    /** A seed by which a woman is refused for being one. */
    public static final long DEFAULT_SEED = 3;

    /** Largest difference between men and women that Scorehouse's policy accepts. */
    static final double THRESHOLD = 0.05;

    private static final String ORIGIN = "kdchain.example/credit";

    private static final String UNION = "lenders-union";
    private static final String SCOREHOUSE = "scorehouse";
    private static final String SMALLSCORE = "smallscore";
    private static final String CREDITCLOUD = "creditcloud";
    private static final String BANK = "bank";
    private static final String APPLICANT = "applicant";
    private static final String AUDITOR = "auditor";
    private static final String CREDIT = "credit";
    private static final double TEST_FRACTION = 0.4;
    private static final MlpDefinition TEACHER = MlpDefinition.of(61, 32, 2);
    private static final MlpDefinition STUDENT = MlpDefinition.of(61, 8, 2);
    /** What the applicant says she lost by a dearer loan elsewhere. */
    private static final BigDecimal CLAIM = new BigDecimal("60000");

    private final Path directory;
    private final long seed;

    private CreditChain(Path directory, long seed) {
        this.directory = directory;
        this.seed = seed;
    }

    /** The scene that leaves its log in this directory, which holds none yet. */
    public static CreditChain into(Path directory) {
        return new CreditChain(directory, DEFAULT_SEED);
    }

    /** The same scene from another seed: other applicants for testing, other networks, other keys. */
    public CreditChain seed(long newSeed) {
        return new CreditChain(directory, newSeed);
    }

    /**
     * Runs the scene.
     *
     * @throws IOException if the directory cannot be written
     */
    public CreditResult run() throws IOException {
        EngineSettings.apply();
        Path log = directory.resolve(LOG_NAME);
        Path trust = directory.resolve(TRUST_NAME);
        try (Story story = Story.begin(log, CREDIT, ORIGIN, seed, "2026-01-03")) {
            register(story);
            Models models = new Models(Applicants.load(), seed);
            EntityId rows = provideData(story, models);
            EntityId teacher = teach(story, models, rows);
            EntityId student = distil(story, models, teacher, rows);
            EntityId service = deploy(story, student);
            Optional<Refusal> refusal = models.refused().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            refuse(story, models, service, models.refused().get(0)));
            Files.writeString(trust, story.trust().text());
            return new CreditResult(
                    log,
                    trust,
                    models.audit(models.teacher).gap(),
                    models.audit(models.student).gap(),
                    models.inheritance(),
                    refusal);
        }
    }

    private static void register(Story story) {
        String day = "2026-01-04";
        story.party(UNION, "Lenders' Union", Role.DATA_PROVIDER, day);
        story.party(SCOREHOUSE, "Scorehouse Models", Role.TEACHER_DEVELOPER, day);
        story.party(SMALLSCORE, "Smallscore Distilling", Role.DISTILLATION_PROVIDER, day);
        story.party(CREDITCLOUD, "Creditcloud", Role.DEPLOYMENT_PLATFORM, day);
        story.party(BANK, "City Bank", Role.STUDENT_USER, day);
        story.party(APPLICANT, "The applicant", Role.CLAIMANT, day);
        story.party(AUDITOR, "Independent Model Audit", Role.AUDITOR, day);
    }

    private static EntityId provideData(Story story, Models models) {
        EntityId rows = Entities.of(EntityKind.DATASET, "loans", models.training);
        String day = "2026-01-05";
        story.act(
                UNION,
                day,
                new DatasetCollected(
                        DatasetCollected.Method.USER_SUBMITTED,
                        DatasetCollected.Personal.ORDINARY,
                        null,
                        null,
                        "CC-BY-4.0",
                        (long) models.training.size()),
                List.of(),
                List.of(rows));
        story.act(
                UNION,
                day,
                new DataAuthorised(
                        rows, new PartyId(UNION), DataAuthorised.Basis.CONSENT, List.of(CREDIT), true, List.of(), null),
                List.of(rows),
                List.of());
        for (DataAudited.Kind kind :
                List.of(DataAudited.Kind.COMPLIANCE, DataAudited.Kind.QUALITY, DataAudited.Kind.IMPACT)) {
            story.act(AUDITOR, day, new DataAudited(rows, kind, true, null, List.of()), List.of(rows), List.of());
        }
        return rows;
    }

    /** Released although its own audit failed; the next in the chain is told. */
    private static EntityId teach(Story story, Models models, EntityId rows) {
        EntityId teacher = Entities.of(EntityKind.MODEL, "teacher", models.teacher);
        BiasAudit audit = models.audit(models.teacher);
        story.act(
                SCOREHOUSE,
                "2026-02-02",
                new TeacherReleased(List.of(CREDIT), null, true, List.of(), TrainingEvents.metrics(audit)),
                List.of(rows),
                List.of(teacher));
        story.act(
                SCOREHOUSE,
                "2026-02-03",
                TrainingEvents.audited(teacher, audit, List.of(new PartyId(SMALLSCORE))),
                List.of(teacher),
                List.of());
        return teacher;
    }

    private static EntityId distil(Story story, Models models, EntityId teacher, EntityId rows) {
        EntityId student = Entities.of(EntityKind.MODEL, "student", models.student);
        String run = story.act(
                        SMALLSCORE,
                        "2026-03-02",
                        TrainingEvents.started(
                                teacher, rows, models.recipe, TrainingEvents.environment(models.distillation)),
                        List.of(teacher, rows),
                        List.of())
                .event()
                .id()
                .toString();
        story.act(
                SMALLSCORE,
                "2026-03-03",
                TrainingEvents.completed(run, List.of(), models.fidelity()),
                List.of(teacher, rows),
                List.of(student));
        return student;
    }

    private static EntityId deploy(Story story, EntityId student) {
        EntityId service = EntityId.parse("deployment:loan-assist");
        story.act(
                CREDITCLOUD,
                "2026-03-20",
                new ModelDeployed(
                        student,
                        "loan-assist",
                        Scene.CREDIT,
                        List.of(CREDIT),
                        List.of(
                                Safeguard.HUMAN_REVIEW,
                                Safeguard.RISK_LABEL,
                                Safeguard.MONITORING,
                                Safeguard.COMPLAINT_CHANNEL,
                                Safeguard.APPEAL),
                        null),
                List.of(student),
                List.of(service));
        return service;
    }

    /** The answer is served with both labels, used by the bank, and complained of. */
    private Refusal refuse(Story story, Models models, EntityId service, Row applicant) throws IOException {
        double score = models.score(applicant.features());
        double asMan = models.score(Applicants.asMan(models.data, applicant));
        AigcFile answer = AigcFile.of(Carrier.JSON, answer(applicant, score));
        EntityId output = EntityId.parse("output:loan-%s@%s".formatted(applicant.id(), Sha256.of(answer.bytes())));
        story.act(
                CREDITCLOUD,
                "2026-04-01",
                new OutputServed(
                        null,
                        List.of(
                                OutputServed.Label.RISK,
                                OutputServed.Label.TRACEABILITY,
                                OutputServed.Label.AIGC_EXPLICIT,
                                OutputServed.Label.AIGC_IMPLICIT),
                        null,
                        null),
                List.of(service),
                List.of(output));
        Path labelFile = directory.resolve("answer.label.json");
        Path answerFile = directory.resolve("answer.json");
        LabelledAnswer.of(story.log(), story.trust(), output, answer, story.key(CREDITCLOUD))
                .write(answerFile, labelFile);
        story.act(
                BANK,
                "2026-04-02",
                new OutputUsed(output, OutputUsed.Use.AS_INTENDED, OutputUsed.HumanReview.INDEPENDENT),
                List.of(output),
                List.of());
        EntityId incident = EntityId.parse("incident:loan-" + applicant.id());
        story.act(
                APPLICANT,
                "2026-04-14",
                new IncidentReported(
                        List.of(output),
                        new PartyId(APPLICANT),
                        Instant.parse("2026-04-02T09:00:00Z"),
                        List.of(new IncidentReported.Item(
                                "refusal", DamageKind.DISCRIMINATION, CLAIM, "CNY", Severity.ORDINARY, null, null))),
                List.of(output),
                List.of(incident));
        return new Refusal(applicant.id(), incident.key(), score, asMan, answerFile, labelFile);
    }

    private static byte[] answer(Row applicant, double score) throws IOException {
        Map<String, Object> answer = new TreeMap<>();
        answer.put("applicant", applicant.id());
        answer.put("decision", "refused");
        answer.put("notice", "AI生成 (AI-generated)");
        answer.put("repayment", Math.round(score * 1000) / 1000.0);
        return new ObjectMapper().writeValueAsBytes(answer);
    }

    /** What the parties train, and what is measured of it on applicants whom no network saw. */
    private static final class Models {
        private final Dataset data;
        private final Dataset training;
        private final Dataset test;
        private final Standardisation standardisation;
        private final DistillationRecipe recipe;
        private final Mlp teacher;
        private final TrainingRun distillation;
        private final Mlp student;
        private final Mlp independent;

        Models(Dataset data, long seed) {
            this.data = data;
            var split = new SplitRecipe(TEST_FRACTION, seed).apply(data);
            training = split.training();
            test = split.test();
            standardisation = Standardisation.fit(training);
            Samples samples = Samples.of(training, standardisation);
            TrainingRecipe small = new TrainingRecipe(STUDENT, 40, 64, 0.008, 0.3, seed);
            recipe = new DistillationRecipe(small, HintonLoss.standard());
            teacher = TeacherTraining.of(new TrainingRecipe(TEACHER, 30, 64, 0.005, 0.9, seed), samples)
                    .run()
                    .network();
            distillation = Distiller.of(teacher, recipe, samples).build().run();
            student = distillation.network();
            independent = TeacherTraining.of(small, samples).run().network();
        }

        private int[] decisions(Mlp model) {
            return Decisions.of(model.logits(Samples.of(test, standardisation).inputs()));
        }

        private List<String> sexes() {
            return test.rows().stream()
                    .map(row -> Applicants.isWoman(data, row) ? "woman" : "man")
                    .toList();
        }

        BiasAudit audit(Mlp model) {
            return BiasAudit.of(
                    "sex",
                    GapMetric.TRUE_POSITIVE_RATE,
                    Applicants.REPAID,
                    THRESHOLD,
                    new BiasAudit.Rows(
                            sexes(),
                            test.rows().stream().map(Row::label).toList(),
                            IntStream.of(decisions(model)).boxed().toList()));
        }

        BiasInheritance inheritance() {
            boolean[] repaid = new boolean[test.size()];
            for (int i = 0; i < repaid.length; i++) {
                repaid[i] = test.rows().get(i).label() == Applicants.REPAID;
            }
            return BiasInheritance.of(
                    new BiasInheritance.Rows(sexes(), repaid, granted(teacher), granted(student), granted(independent)),
                    GroupFairness::equalOpportunityDifference,
                    THRESHOLD,
                    PairedBootstrap.standard(recipe.training().seed()));
        }

        private boolean[] granted(Mlp model) {
            int[] decisions = decisions(model);
            boolean[] granted = new boolean[decisions.length];
            for (int i = 0; i < granted.length; i++) {
                granted[i] = decisions[i] == Applicants.REPAID;
            }
            return granted;
        }

        Fidelity fidelity() {
            float[][] inputs = Samples.of(training, standardisation).inputs();
            return Fidelity.between(teacher.logits(inputs), student.logits(inputs));
        }

        double score(double[] features) {
            return Decisions.probabilities(student.logits(standardisation.apply(features)))[Applicants.REPAID];
        }

        /** Women who repaid, were refused, and would have been granted the loan as a man. */
        List<Row> refused() {
            return test.rows().stream()
                    .filter(row -> row.label() == Applicants.REPAID && Applicants.isWoman(data, row))
                    .filter(row -> score(row.features()) < 0.5)
                    .filter(row -> score(Applicants.asMan(data, row)) > 0.5)
                    .toList();
        }
    }
}
