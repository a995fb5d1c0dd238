package io.kdchain.examples.news;

import io.kdchain.core.audit.BiasAudit;
import io.kdchain.core.audit.Decisions;
import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Split;
import io.kdchain.core.data.SplitRecipe;
import io.kdchain.core.distill.DistillationRecipe;
import io.kdchain.core.distill.Distiller;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.MlpDefinition;
import io.kdchain.core.distill.TrainingRecipe;
import io.kdchain.core.distill.TrainingRun;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.record.Entities;
import io.kdchain.core.record.TrainingEvents;
import io.kdchain.examples.engine.EngineSettings;
import io.kdchain.examples.news.NewsResult.Falsehood;
import io.kdchain.examples.news.Texts.Text;
import io.kdchain.examples.story.LabelledAnswer;
import io.kdchain.examples.story.Story;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.DataAuthorised;
import io.kdchain.provenance.event.DatasetCollected;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.ModelEvaluated;
import io.kdchain.provenance.event.NoticeReceived;
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
import io.kdchain.provenance.label.aigc.ExplicitLabel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs the scene: MiniLM teaches a small student that sorts texts under rubrics; the student goes into service although
 * its own evaluation failed; an honest text appears under the warning; a notice is answered late. Every act is recorded
 * by who acts. The same seed gives the same log on one kind of machine.
 */
public final class NewsChain {
    /** The scene's log within its directory. */
    public static final String LOG_NAME = "chain.db";
    /** The file with the keys that a verifier trusts. */
    public static final String TRUST_NAME = "trust.txt";
    /** A seed by which an honest text appears under the warning. */
    public static final long DEFAULT_SEED = 1;

    /** How often the student must answer as its teacher, by Smalltext's own quality rule, 0 to 1. */
    public static final double LEAST_AGREEMENT = 0.95;

    private static final String ORIGIN = "kdchain.example/news";
    private static final String NEWS = "news";
    private static final String WIRE = "newswire";
    private static final String ENCODERLAB = "encoderlab";
    private static final String SMALLTEXT = "smalltext";
    private static final String PORTAL = "newsportal";
    private static final String GAZETTE = "gazette";
    private static final String NAMED = "named-firm";
    private static final int HIDDEN = 64;
    private static final double TEST_FRACTION = 0.5;
    private static final BigDecimal BEFORE = new BigDecimal("20000");
    private static final BigDecimal AFTER = new BigDecimal("60000");

    private final Path directory;
    private final long seed;
    private final @Nullable Path data;

    private NewsChain(Path directory, long seed, @Nullable Path data) {
        this.directory = directory;
        this.seed = seed;
        this.data = data;
    }

    /** The scene that leaves its log in this directory, which holds none yet. */
    public static NewsChain into(Path directory) {
        return new NewsChain(directory, DEFAULT_SEED, null);
    }

    /** The same scene from another seed: another part of the texts for testing, another student, other keys. */
    public NewsChain seed(long newSeed) {
        return new NewsChain(directory, newSeed, data);
    }

    /** The same scene on the mails of the SpamAssassin corpus in this folder, instead of the headlines. */
    public NewsChain mails(Path folder) {
        return new NewsChain(directory, seed, folder);
    }

    /** Whether the teacher itself can be asked: ONNX Runtime and MiniLM are on the class path. */
    public static boolean teacherIsThere() {
        return MiniLm.isThere();
    }

    /**
     * Runs the scene. The teacher is asked if it is there; if not, its kept answers about the headlines teach.
     *
     * @throws IOException if the directory cannot be written
     */
    public NewsResult run() throws IOException {
        EngineSettings.apply();
        Models models = models();
        Path log = directory.resolve(LOG_NAME);
        Path trust = directory.resolve(TRUST_NAME);
        try (Story story = Story.begin(log, NEWS, ORIGIN, seed, "2026-01-03")) {
            register(story);
            EntityId texts = provideData(story, models);
            EntityId teacher = teach(story, models, texts);
            EntityId student = distil(story, models, teacher, texts);
            EntityId service = deploy(story, student);
            Optional<Text> wronged = models.wronged();
            Optional<Falsehood> falsehood =
                    wronged.isEmpty() ? Optional.empty() : Optional.of(publish(story, models, service, wronged.get()));
            Files.writeString(trust, story.trust().text());
            return new NewsResult(
                    log,
                    trust,
                    models.teacher.live(),
                    models.texts.texts().size(),
                    models.test.size(),
                    models.accuracy(models.teacherLogits),
                    models.accuracy(models.studentLogits),
                    models.fidelity(),
                    falsehood);
        }
    }

    private Models models() {
        if (data != null) {
            Texts mails = Mails.read(data);
            return new Models(mails, TextTeacher.ask(mails), seed);
        }
        Texts headlines = Texts.headlines();
        return new Models(headlines, MiniLm.isThere() ? TextTeacher.ask(headlines) : TextTeacher.kept(), seed);
    }

    private static void register(Story story) {
        String day = "2026-01-04";
        story.party(WIRE, "Newswire", Role.DATA_PROVIDER, day);
        story.party(ENCODERLAB, "Encoderlab", Role.TEACHER_DEVELOPER, day);
        story.party(SMALLTEXT, "Smalltext Distilling", Role.DISTILLATION_PROVIDER, day);
        story.party(PORTAL, "Newsportal", Role.DEPLOYMENT_PLATFORM, day);
        story.party(GAZETTE, "City Gazette", Role.STUDENT_USER, day);
        story.party(NAMED, "The firm that is named", Role.CLAIMANT, day);
    }

    private EntityId provideData(Story story, Models models) {
        EntityId texts = Entities.of(EntityKind.DATASET, "texts", models.learnt);
        String day = "2026-01-05";
        story.act(
                WIRE,
                day,
                new DatasetCollected(
                        data == null ? DatasetCollected.Method.SYNTHETIC : DatasetCollected.Method.PUBLIC_RELEASE,
                        data == null ? DatasetCollected.Personal.NONE : DatasetCollected.Personal.ORDINARY,
                        null,
                        null,
                        data == null ? "Apache-2.0" : "CC0-1.0",
                        (long) models.learnt.texts().size()),
                List.of(),
                List.of(texts));
        story.act(
                WIRE,
                day,
                new DataAuthorised(
                        texts,
                        new PartyId(WIRE),
                        DataAuthorised.Basis.PUBLIC_LICENCE,
                        List.of(NEWS),
                        true,
                        List.of(),
                        null),
                List.of(texts),
                List.of());
        return texts;
    }

    private static EntityId teach(Story story, Models models, EntityId texts) {
        EntityId teacher = Entities.of(EntityKind.MODEL, "teacher", models.teacher.recipe());
        story.act(
                ENCODERLAB,
                "2026-02-02",
                new TeacherReleased(
                        List.of(NEWS),
                        null,
                        true,
                        List.of(),
                        List.of(TrainingEvents.metric(
                                "accuracy", models.accuracy(models.teacherLogits), models.test.size()))),
                List.of(texts),
                List.of(teacher));
        return teacher;
    }

    /** Shipped although its own evaluation failed. */
    private static EntityId distil(Story story, Models models, EntityId teacher, EntityId texts) {
        EntityId student = Entities.of(EntityKind.MODEL, "student", models.student);
        Fidelity fidelity = models.fidelity();
        EventId run = story.act(
                        SMALLTEXT,
                        "2026-03-02",
                        TrainingEvents.started(
                                teacher, texts, models.recipe, TrainingEvents.environment(models.distillation)),
                        List.of(teacher, texts),
                        List.of())
                .event()
                .id();
        story.act(
                SMALLTEXT,
                "2026-03-02",
                TrainingEvents.completed(run.toString(), List.of(), fidelity),
                List.of(teacher, texts),
                List.of(student));
        story.act(
                SMALLTEXT,
                "2026-03-03",
                new ModelEvaluated(
                        student,
                        null,
                        List.of(TrainingEvents.metric("fidelity.agreement", fidelity.agreement(), fidelity.rows())),
                        fidelity.agreement() >= LEAST_AGREEMENT),
                List.of(student),
                List.of());
        return student;
    }

    private static EntityId deploy(Story story, EntityId student) {
        EntityId service = EntityId.parse("deployment:rubrics");
        story.act(
                PORTAL,
                "2026-03-20",
                new ModelDeployed(
                        student,
                        "rubrics",
                        Scene.NEWS,
                        List.of(NEWS),
                        List.of(Safeguard.RISK_LABEL, Safeguard.MONITORING, Safeguard.COMPLAINT_CHANNEL),
                        null),
                List.of(student),
                List.of(service));
        return service;
    }

    /** Served with both labels, published unread, complained of, and taken down after nine days. */
    private Falsehood publish(Story story, Models models, EntityId service, Text text) throws IOException {
        double probability = models.probabilityOfWarning(text.id());
        AigcFile page = AigcFile.of(Carrier.HTML, page(text, models.texts.warning(), data == null));
        EntityId output = EntityId.parse(
                "output:%s@%s".formatted(text.id().replaceAll("[^a-z0-9-]", "-"), Sha256.of(page.bytes())));
        story.act(
                PORTAL,
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
        Path answer = directory.resolve("answer.html");
        Path label = directory.resolve("answer.label.json");
        LabelledAnswer.of(story.log(), story.trust(), output, page, story.key(PORTAL))
                .write(answer, label);
        story.act(
                GAZETTE,
                "2026-04-01",
                new OutputUsed(output, OutputUsed.Use.AS_INTENDED, OutputUsed.HumanReview.NONE),
                List.of(output),
                List.of());
        EventId notice = story.act(
                        PORTAL,
                        "2026-04-03",
                        new NoticeReceived(
                                new PartyId(NAMED), List.of(output), true, NoticeReceived.Claim.FALSEHOOD, true, null),
                        List.of(output),
                        List.of())
                .event()
                .id();
        for (MeasureTaken.Measure measure :
                List.of(MeasureTaken.Measure.FORWARD_NOTICE, MeasureTaken.Measure.TAKEDOWN)) {
            story.answer(PORTAL, "2026-04-12", new MeasureTaken(measure, List.of(output)), List.of(output), notice);
        }
        EntityId incident = EntityId.parse("incident:" + NAMED);
        story.act(
                NAMED,
                "2026-04-20",
                new IncidentReported(
                        List.of(output),
                        new PartyId(NAMED),
                        Instant.parse("2026-04-12T09:00:00Z"),
                        List.of(item("before-notice", BEFORE, null), item("after-notice", AFTER, true))),
                List.of(output),
                List.of(incident));
        return new Falsehood(
                text.id(),
                data == null ? text.text() : "",
                text.rubric(),
                models.texts.warning(),
                probability,
                incident.key(),
                answer,
                label);
    }

    private static IncidentReported.Item item(String id, BigDecimal amount, @Nullable Boolean aggravated) {
        return new IncidentReported.Item(id, DamageKind.REPUTATION, amount, "CNY", Severity.ORDINARY, aggravated, null);
    }

    /** The page as readers see it; a mail is not quoted. */
    private static byte[] page(Text text, String rubric, boolean quoted) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%s</title></head>
                <body><p>%s</p><h1>%s</h1><p>%s</p></body>
                </html>
                """.formatted(
                        escaped(rubric),
                        ExplicitLabel.words(Locale.ENGLISH),
                        escaped(rubric),
                        escaped(quoted ? text.text() : text.id()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** What the parties train, and what is measured of it on texts that neither model saw. */
    private static final class Models {
        private final Texts texts;
        private final Texts learnt;
        private final TextTeacher teacher;
        private final Dataset test;
        private final DistillationRecipe recipe;
        private final TrainingRun distillation;
        private final Mlp student;
        private final double[][] teacherLogits;
        private final double[][] studentLogits;

        Models(Texts texts, TextTeacher teacher, long seed) {
            this.texts = texts;
            this.teacher = teacher;
            Split unseenByTeacher = new SplitRecipe(TEST_FRACTION, seed).apply(TextTeacher.others(texts));
            test = unseenByTeacher.test();
            List<Row> rows = new ArrayList<>(TextTeacher.own(texts).rows());
            rows.addAll(unseenByTeacher.training().rows());
            Dataset training = test.withRows(rows);
            Set<String> ids = rows.stream().map(Row::id).collect(Collectors.toCollection(HashSet::new));
            learnt = texts.only(ids);
            TrainingRecipe small = new TrainingRecipe(
                    MlpDefinition.of(WordHashes.WIDTH, HIDDEN, texts.rubrics().size()), 10, 16, 0.01, 0.01, seed);
            recipe = new DistillationRecipe(small, HintonLoss.standard());
            distillation = Distiller.of(teacher.answers(), recipe, TextTeacher.samples(training))
                    .build()
                    .run();
            student = distillation.network();
            Samples asked = TextTeacher.samples(test);
            teacherLogits = teacher.answers().logits(asked.inputs());
            studentLogits = student.logits(asked.inputs());
        }

        double accuracy(double[][] logits) {
            return BiasAudit.accuracy(test.rows().stream().mapToInt(Row::label).toArray(), Decisions.of(logits));
        }

        Fidelity fidelity() {
            return Fidelity.between(teacherLogits, studentLogits);
        }

        double probabilityOfWarning(String id) {
            for (int i = 0; i < test.size(); i++) {
                if (test.rows().get(i).id().equals(id)) {
                    return Decisions.probabilities(studentLogits[i])[warning()];
                }
            }
            throw new IllegalArgumentException("%s is no text of the test part".formatted(id));
        }

        /** Honest, put under the warning by the student and where it belongs by the teacher: the surest of these. */
        Optional<Text> wronged() {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < test.size(); i++) {
                Row row = test.rows().get(i);
                if (row.label() != warning()
                        && Decisions.of(studentLogits[i]) == warning()
                        && Decisions.of(teacherLogits[i]) == row.label()) {
                    ids.add(row.id());
                }
            }
            return ids.stream()
                    .max(Comparator.comparingDouble(this::probabilityOfWarning).thenComparing(id -> id))
                    .map(texts::text);
        }

        private int warning() {
            return texts.rubrics().indexOf(texts.warning());
        }
    }
}
