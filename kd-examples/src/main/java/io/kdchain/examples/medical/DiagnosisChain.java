package io.kdchain.examples.medical;

import ai.djl.engine.Engine;
import io.kdchain.core.adapt.Int8Mlp;
import io.kdchain.core.audit.BiasAudit;
import io.kdchain.core.audit.Equivalence;
import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.data.Artefact;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.ArtefactFolder;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Settings;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.EpochLoss;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.TrainingListener;
import io.kdchain.core.distill.TrainingRun;
import io.kdchain.core.record.AdaptationEvents;
import io.kdchain.core.record.Entities;
import io.kdchain.core.record.TraceEvents;
import io.kdchain.core.record.TrainingEvents;
import io.kdchain.core.trace.DefectTracer;
import io.kdchain.core.trace.Localisation;
import io.kdchain.core.trace.ServedAnswer;
import io.kdchain.core.trace.Stage;
import io.kdchain.examples.engine.EngineSettings;
import io.kdchain.examples.story.LabelledAnswer;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.AgreementConcluded;
import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.DataAudited;
import io.kdchain.provenance.event.DataAuthorised;
import io.kdchain.provenance.event.DataProcessed;
import io.kdchain.provenance.event.DatasetCollected;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.OutputUsed;
import io.kdchain.provenance.event.Safeguard;
import io.kdchain.provenance.event.Scene;
import io.kdchain.provenance.event.Severity;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.label.Shortcoming;
import io.kdchain.provenance.label.aigc.AigcFile;
import io.kdchain.provenance.label.aigc.Carrier;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the scene: a teacher is trained on the Wisconsin set, a student distilled, adapted to int8, put into service and
 * asked about every patient of the test set; every act is recorded by who acts, signed with its own key. Then the
 * answers are compared with what the patients really had. If a malignant finding was served as benign, the gravest of
 * them is reported and its cause searched. The same seed and mistake give the same events on one kind of machine.
 */
public final class DiagnosisChain {

    /** The scene's log within its directory; an earlier one there is replaced. */
    public static final String LOG_NAME = "chain.db";

    /** The file with the keys that a verifier trusts. */
    public static final String TRUST_NAME = "trust.txt";

    /** The mistake of the scene, unless another is asked for. */
    public static final Mistake DEFAULT_MISTAKE = Mistake.CALIBRATION;

    private static final String TEACHER = "teacher.safetensors";
    private static final String STUDENT = "student.safetensors";
    private static final String ADAPTED = "student-int8.safetensors";
    private static final BigDecimal CLAIM = new BigDecimal("180000");
    private static final String CURRENCY = "CNY";
    private static final String MEDICAL = "medical";
    private static final Instant QUALIFIED_UNTIL = Instant.parse("2031-01-01T23:59:59.999Z");
    private static final String COMPLIANCE_REPORT = "data-compliance-2026-01";
    /** How many epochs pass between two records of a running distillation. */
    private static final int EPOCHS_A_RECORD = 20;

    private final Path directory;
    private final long seed;
    private final Mistake mistake;
    private final int references;
    private final DiagnosisListener listener;
    private final boolean labelled;
    private final Instant qualifiedUntil;

    private DiagnosisChain(
            Path directory,
            long seed,
            Mistake mistake,
            int references,
            DiagnosisListener listener,
            boolean labelled,
            Instant qualifiedUntil) {
        this.directory = directory;
        this.seed = seed;
        this.mistake = mistake;
        this.references = references;
        this.listener = listener;
        this.labelled = labelled;
        this.qualifiedUntil = qualifiedUntil;
    }

    /**
     * The scene that leaves its log and artefacts in this directory, with seed 1 and the mistake in the calibration.
     */
    public static DiagnosisChain into(Path directory) {
        return new DiagnosisChain(
                directory,
                1,
                DEFAULT_MISTAKE,
                DefectTracer.DEFAULT_REFERENCES,
                DiagnosisListener.SILENT,
                false,
                QUALIFIED_UNTIL);
    }

    /** The same scene from another seed: other patients for testing, other networks, other keys. */
    public DiagnosisChain seed(long newSeed) {
        return new DiagnosisChain(directory, newSeed, mistake, references, listener, labelled, qualifiedUntil);
    }

    /** The same scene with this mistake. */
    public DiagnosisChain mistake(Mistake newMistake) {
        return new DiagnosisChain(directory, seed, newMistake, references, listener, labelled, qualifiedUntil);
    }

    /** The same scene, whose tracer repeats the chain with so many seeds. */
    public DiagnosisChain references(int count) {
        return new DiagnosisChain(directory, seed, mistake, count, listener, labelled, qualifiedUntil);
    }

    /** The same scene, telling this listener how it goes on. */
    public DiagnosisChain listener(DiagnosisListener newListener) {
        return new DiagnosisChain(directory, seed, mistake, references, newListener, labelled, qualifiedUntil);
    }

    /**
     * The same scene, in which every answer leaves the service with both labels, and none does that lacks what a
     * medical one must have when it is served: a valid qualification of the teacher, an authorisation and a report on
     * the compliance of the data.
     */
    public DiagnosisChain labelled() {
        return new DiagnosisChain(directory, seed, mistake, references, listener, true, qualifiedUntil);
    }

    /** The same scene, in which the teacher's qualification ends then. */
    DiagnosisChain qualifiedUntil(Instant end) {
        return new DiagnosisChain(directory, seed, mistake, references, listener, labelled, end);
    }

    /** Runs the scene. */
    public DiagnosisResult run() {
        try (LogBook book = LogBook.create(directory.resolve(LOG_NAME), seed)) {
            DiagnosisResult result = new Run(book).play();
            writeTrust(book.trust());
            return result;
        }
    }

    private void writeTrust(Trust trust) {
        Path file = directory.resolve(TRUST_NAME);
        try {
            Files.writeString(file, trust.text());
        } catch (IOException e) {
            throw new ArtefactException("The trust file %s cannot be written: %s".formatted(file, e), e);
        }
    }

    /** The scene with its parties writing into any book. */
    DiagnosisResult play(Book book) {
        return new Run(book).play();
    }

    /** One run: what was made so far, and when the next act is. */
    private final class Run {

        private final Book book;
        private final ArtefactFolder folder = ArtefactFolder.at(directory.resolve("artefacts"));
        private final DiagnosisRecipes recipes = DiagnosisRecipes.of(seed);
        private final Mishap mishap = new Mishap(mistake);
        private final Path answers = directory.resolve("answers");
        private final List<Shortcoming> withheld = new ArrayList<>();

        private Run(Book book) {
            this.book = book;
        }

        DiagnosisResult play() {
            startEngine();
            register();
            BuiltChain chain = new BuiltChain(recipes, mishap, Patients.load());
            EntityId rows = provideData(chain);
            Made<Mlp> teacher = teach(chain, rows);
            Made<Mlp> student = distil(chain, teacher, rows);
            Made<Int8Mlp> adapted = adapt(chain, student, rows);
            Made<Standardisation> preprocessing = deploy(chain, adapted);
            List<Served> served = serve(chain, adapted, preprocessing);
            Optional<Harm> harm = findHarm(chain, served).map(found -> {
                Localisation cause = trace(
                        found,
                        DefectTracer.of(chain.recorded(
                                teacher.artefact(), student.artefact(), adapted.artefact(), preprocessing.artefact())));
                return found.harm(cause);
            });
            return new DiagnosisResult(
                    seed,
                    directory.resolve(LOG_NAME),
                    directory.resolve(TRUST_NAME),
                    folder.directory(),
                    answers,
                    served.size(),
                    withheld,
                    harm);
        }

        private void startEngine() {
            listener.started(DiagnosisStep.ENGINE);
            EngineSettings.apply();
            String engine = Engine.getEngine("PyTorch").getVersion();
            listener.done(DiagnosisStep.ENGINE, new Words("PyTorch " + engine, "PyTorch " + engine));
        }

        private void register() {
            listener.started(DiagnosisStep.PARTIES);
            Calendar.Day day = Calendar.day("2026-01-04");
            for (Cast party : Cast.values()) {
                book.register(party, day.next());
            }
            int count = Cast.values().length;
            listener.done(
                    DiagnosisStep.PARTIES,
                    new Words("%d parties, each with its own key".formatted(count), "%d 方，各持密钥".formatted(count)));
        }

        private EntityId provideData(BuiltChain chain) {
            listener.started(DiagnosisStep.DATA);
            Calendar.Day day = Calendar.day("2026-01-05");
            save("collected.csv", chain.source());
            save("training.csv", chain.training());
            save("standardisation.safetensors", chain.standardisation());
            var recipe = new Settings(recipes.split().describe());
            save("split.properties", recipe);
            EntityId collected = Entities.of(EntityKind.DATASET, "findings", chain.source());
            EntityId rows = Entities.of(EntityKind.DATASET, "findings-training", chain.training());
            book.write(
                    Cast.HOSPITAL_GROUP,
                    day.next(),
                    new DatasetCollected(
                            DatasetCollected.Method.USER_SUBMITTED,
                            DatasetCollected.Personal.SENSITIVE,
                            null,
                            null,
                            "CC-BY-4.0",
                            (long) chain.source().size()),
                    Book.Edges.generating(collected));
            book.write(
                    Cast.HOSPITAL_GROUP,
                    day.next(),
                    new DataProcessed(
                            DataProcessed.Operation.FILTER,
                            "stratified training part, standardised: " + recipe.values(),
                            Cast.HOSPITAL_GROUP.id(),
                            null,
                            null),
                    Book.Edges.using(collected)
                            .andGenerates(
                                    rows,
                                    Entities.of(EntityKind.POLICY, "standardisation", chain.standardisation()),
                                    Entities.of(EntityKind.POLICY, "split-recipe", recipe)));
            for (EntityId dataset : List.of(collected, rows)) {
                book.write(
                        Cast.HOSPITAL_GROUP,
                        day.next(),
                        new DataAuthorised(
                                dataset,
                                Cast.HOSPITAL_GROUP.id(),
                                DataAuthorised.Basis.CONSENT,
                                List.of(MEDICAL),
                                true,
                                List.of(),
                                null),
                        Book.Edges.using(dataset));
            }
            for (DataAudited.Kind kind :
                    List.of(DataAudited.Kind.COMPLIANCE, DataAudited.Kind.QUALITY, DataAudited.Kind.IMPACT)) {
                book.write(
                        Cast.AUDITOR,
                        day.next(),
                        new DataAudited(
                                rows,
                                kind,
                                true,
                                labelled && kind == DataAudited.Kind.COMPLIANCE ? COMPLIANCE_REPORT : null,
                                List.of()),
                        Book.Edges.using(rows));
            }
            listener.done(
                    DiagnosisStep.DATA,
                    new Words(
                            "%d findings collected, %d for training, %d patients to come"
                                    .formatted(
                                            chain.source().size(),
                                            chain.training().size(),
                                            chain.test().size()),
                            "收集 %d 例，训练 %d 例，待诊患者 %d 例"
                                    .formatted(
                                            chain.source().size(),
                                            chain.training().size(),
                                            chain.test().size())));
            return rows;
        }

        private Made<Mlp> teach(BuiltChain chain, EntityId rows) {
            listener.started(DiagnosisStep.TEACHER);
            Calendar.Day day = Calendar.day("2026-02-02");
            Mlp teacher = chain.teach(progress(DiagnosisStep.TEACHER)).network();
            save(TEACHER, teacher);
            var recipe = new Settings(recipes.teacher().describe());
            save("teacher.properties", recipe);
            EntityId model = Entities.of(EntityKind.MODEL, "teacher", teacher);
            double accuracy = chain.accuracy(teacher);
            book.write(
                    Cast.RADNET,
                    day.next(),
                    new TeacherReleased(
                            List.of(MEDICAL),
                            new TeacherReleased.Qualification("NMPA-III", "20263210001", qualifiedUntil),
                            true,
                            List.of(),
                            List.of(TrainingEvents.metric(
                                    "accuracy", accuracy, chain.training().size()))),
                    Book.Edges.using(rows)
                            .andGenerates(model, Entities.of(EntityKind.POLICY, "teacher-recipe", recipe)));
            if (!mishap.is(Mistake.TEACHER_LABELS)) {
                BiasAudit audit = chain.auditBias(teacher);
                book.write(
                        Cast.RADNET,
                        day.next(),
                        TrainingEvents.audited(model, audit, List.of(Cast.SMALLAI.id())),
                        Book.Edges.using(model));
            }
            book.write(
                    Cast.RADNET,
                    day.next(),
                    new AgreementConcluded(
                            "agreement:teacher-terms",
                            AgreementConcluded.Kind.API_TERMS,
                            List.of(Cast.RADNET.id(), Cast.SMALLAI.id()),
                            true,
                            List.of(MEDICAL),
                            List.of(),
                            null,
                            List.of(),
                            null,
                            null,
                            List.of()),
                    Book.Edges.using(model));
            listener.done(
                    DiagnosisStep.TEACHER,
                    new Words(
                            "teacher %s right on %.1f %% of its training rows"
                                    .formatted(recipes.teacher().network(), 100 * accuracy),
                            "教师模型 %s，训练行正确率 %.1f %%".formatted(recipes.teacher().network(), 100 * accuracy)));
            return new Made<>(teacher, model);
        }

        private Made<Mlp> distil(BuiltChain chain, Made<Mlp> teacher, EntityId rows) {
            listener.started(DiagnosisStep.DISTILLATION);
            Calendar.Day day = Calendar.day("2026-03-02");
            TrainingRun run = chain.distil(teacher.artefact(), progress(DiagnosisStep.DISTILLATION));
            Mlp student = run.network();
            save(STUDENT, student);
            save("distillation.properties", new Settings(recipes.student().describe()));
            EntityId model = Entities.of(EntityKind.MODEL, "student", student);
            EventId started = book.write(
                    Cast.SMALLAI,
                    day.next(),
                    TrainingEvents.started(teacher.id(), rows, recipes.student(), TrainingEvents.environment(run)),
                    Book.Edges.using(teacher.id(), rows));
            List<EpochLoss> losses = run.losses();
            for (int i = EPOCHS_A_RECORD; i <= losses.size(); i += EPOCHS_A_RECORD) {
                book.write(
                        Cast.SMALLAI,
                        day.next(),
                        TrainingEvents.progressed(started.toString(), losses.get(i - 1), null),
                        Book.Edges.NONE.answering(started));
            }
            Fidelity fidelity = mishap.is(Mistake.LOSS) ? null : chain.fidelity(teacher.artefact(), student);
            book.write(
                    Cast.SMALLAI,
                    day.next(),
                    TrainingEvents.completed(started.toString(), List.of(), fidelity),
                    Book.Edges.using(teacher.id(), rows).andGenerates(model).answering(started));
            double last = losses.get(losses.size() - 1).loss().total();
            listener.done(
                    DiagnosisStep.DISTILLATION,
                    new Words(
                            "student %s after %d epochs, loss %.4f, fidelity %s"
                                    .formatted(
                                            student.definition(),
                                            losses.size(),
                                            last,
                                            fidelity == null ? "not measured" : "%.3f".formatted(fidelity.agreement())),
                            "学生模型 %s，%d 轮，损失 %.4f，保真度 %s"
                                    .formatted(
                                            student.definition(),
                                            losses.size(),
                                            last,
                                            fidelity == null ? "未测" : "%.3f".formatted(fidelity.agreement()))));
            return new Made<>(student, model);
        }

        private Made<Int8Mlp> adapt(BuiltChain chain, Made<Mlp> student, EntityId rows) {
            listener.started(DiagnosisStep.ADAPTATION);
            Calendar.Day day = Calendar.day("2026-03-10");
            Int8Mlp adapted = chain.adapt(student.artefact());
            save(ADAPTED, adapted);
            var recipe = new Settings(recipes.calibration().describe());
            save("calibration.properties", recipe);
            EntityId model = Entities.of(EntityKind.MODEL, "student-int8", adapted);
            Equivalence equivalence =
                    mishap.is(Mistake.CALIBRATION) ? null : chain.equivalence(student.artefact(), adapted);
            book.write(
                    Cast.EDGECHIP,
                    day.next(),
                    equivalence == null
                            ? AdaptationEvents.untested("edge-npu")
                            : AdaptationEvents.tested("edge-npu", rows, equivalence),
                    Book.Edges.using(student.id(), rows)
                            .andGenerates(model, Entities.of(EntityKind.POLICY, "calibration-recipe", recipe)));
            listener.done(
                    DiagnosisStep.ADAPTATION,
                    equivalence == null
                            ? new Words("int8, equivalence not tested", "int8，未做等价性测试")
                            : new Words(
                                    "int8, equivalence %s: largest change of a probability %.3f"
                                            .formatted(
                                                    equivalence.passed() ? "passed" : "failed",
                                                    equivalence.maxDivergence()),
                                    "int8，等价性测试%s：概率最大变化 %.3f"
                                            .formatted(
                                                    equivalence.passed() ? "通过" : "未通过", equivalence.maxDivergence())));
            return new Made<>(adapted, model);
        }

        private Made<Standardisation> deploy(BuiltChain chain, Made<Int8Mlp> adapted) {
            listener.started(DiagnosisStep.DEPLOYMENT);
            Calendar.Day day = Calendar.day("2026-03-20");
            Standardisation preprocessing = chain.preprocessing();
            save("preprocessing.safetensors", preprocessing);
            EntityId deployment = deployment();
            book.write(
                    Cast.CLINIC_CLOUD,
                    day.next(),
                    new ModelDeployed(
                            adapted.id(),
                            "finding-assist",
                            Scene.MEDICAL,
                            List.of(MEDICAL),
                            List.of(
                                    Safeguard.HUMAN_REVIEW,
                                    Safeguard.RISK_LABEL,
                                    Safeguard.COMPLAINT_CHANNEL,
                                    Safeguard.MONITORING),
                            null),
                    Book.Edges.using(adapted.id())
                            .andGenerates(deployment, Entities.of(EntityKind.POLICY, "preprocessing", preprocessing)));
            listener.done(
                    DiagnosisStep.DEPLOYMENT,
                    new Words("service finding-assist with human review", "服务 finding-assist 上线，含人工复核"));
            return new Made<>(preprocessing, deployment);
        }

        private List<Served> serve(BuiltChain chain, Made<Int8Mlp> adapted, Made<Standardisation> preprocessing) {
            listener.started(DiagnosisStep.SERVICE);
            List<Row> patients = chain.test().rows();
            List<Served> served = new ArrayList<>();
            Calendar.Day day = Calendar.day("2026-04-02");
            for (Row patient : patients) {
                Served answer = Served.of(
                        patient,
                        adapted.artefact().logits(preprocessing.artefact().apply(patient.features())),
                        day.next(),
                        labelled ? Served.Form.JSON : Served.Form.TEXT);
                EntityId output = output(answer);
                book.write(
                        Cast.CLINIC_CLOUD,
                        answer.at(),
                        new OutputServed(commitment(patient), labels(), label(), null),
                        Book.Edges.using(preprocessing.id()).andGenerates(output));
                if (labelled && !handOver(answer, output)) {
                    continue;
                }
                served.add(answer);
                book.write(
                        Cast.CLINIC,
                        day.next(),
                        new OutputUsed(output, OutputUsed.Use.AS_INTENDED, OutputUsed.HumanReview.INDEPENDENT),
                        Book.Edges.using(output));
                listener.progressed(DiagnosisStep.SERVICE, (double) served.size() / patients.size());
            }
            listener.done(
                    DiagnosisStep.SERVICE,
                    new Words("%d patients served".formatted(served.size()), "已服务患者 %d 例".formatted(served.size())));
            return served;
        }

        /** Writes the answer with its labels, unless it lacks something at this moment. */
        private boolean handOver(Served answer, EntityId output) {
            LabelledAnswer ready =
                    book.labelled(Cast.CLINIC_CLOUD, output, AigcFile.of(Carrier.JSON, answer.toBytes()));
            List<Shortcoming> lacking = ready.shortcomings();
            withheld.addAll(lacking);
            if (!lacking.isEmpty()) {
                return false;
            }
            try {
                Files.createDirectories(answers);
                String patient = answer.patient().id();
                ready.write(answers.resolve(patient + ".json"), answers.resolve(patient + ".label.json"));
                return true;
            } catch (IOException e) {
                throw new ArtefactException("The answers in %s cannot be written: %s".formatted(answers, e), e);
            }
        }

        private Optional<Found> findHarm(BuiltChain chain, List<Served> served) {
            listener.started(DiagnosisStep.INCIDENT);
            List<Row> missed =
                    served.stream().filter(Served::missed).map(Served::patient).toList();
            if (missed.isEmpty()) {
                listener.done(
                        DiagnosisStep.INCIDENT,
                        new Words(
                                "no patient of the test set was harmed: no malignant finding was served as benign",
                                "测试集中无患者受害：没有恶性结果被判为良性"));
                return Optional.empty();
            }
            Row gravest = BuiltChain.gravest(chain.test(), missed);
            Served answer = served.stream()
                    .filter(entry -> entry.patient().equals(gravest))
                    .findFirst()
                    .orElseThrow();
            EntityId incident = EntityId.parse("incident:" + gravest.id());
            Instant occurredAt = Calendar.day("2026-04-10").next();
            Instant reportedAt = Calendar.day("2026-04-14").next();
            var item = new IncidentReported.Item(
                    "injury", DamageKind.BODILY_INJURY, CLAIM, CURRENCY, Severity.SERIOUS, null, null);
            EventId event = book.write(
                    Cast.PATIENT,
                    reportedAt,
                    new IncidentReported(List.of(output(answer)), Cast.PATIENT.id(), occurredAt, List.of(item)),
                    Book.Edges.using(output(answer)).andGenerates(incident));
            listener.done(
                    DiagnosisStep.INCIDENT,
                    new Words(
                            "%d malignant findings served as benign; reported: %s"
                                    .formatted(missed.size(), gravest.id()),
                            "%d 例恶性结果被判为良性；报告事件：%s".formatted(missed.size(), gravest.id())));
            return Optional.of(
                    new Found(answer, incident, output(answer), event, occurredAt, reportedAt, item, missed.size()));
        }

        private Localisation trace(Found found, DefectTracer tracer) {
            listener.started(DiagnosisStep.TRACE);
            Localisation cause = tracer.references(references)
                    .listener((stage, reference, all) ->
                            listener.progressed(DiagnosisStep.TRACE, (double) reference / all))
                    .trace(new ServedAnswer(
                            found.answer().patient(), found.answer().answer()));
            book.write(
                    Cast.AUDITOR,
                    Calendar.day("2026-04-20").next(),
                    TraceEvents.localised(found.incident(), found.output(), cause, Cast.byStage()),
                    Book.Edges.using(found.output()).answering(found.event()));
            List<Stage> stages = cause.contributing();
            String english = String.join(", ", stages.stream().map(Stage::label).toList());
            String chinese = String.join(
                    "、", stages.stream().map(DiagnosisChain::chinese).toList());
            listener.done(
                    DiagnosisStep.TRACE,
                    stages.isEmpty()
                            ? new Words(
                                    "the answer is wrong even with every stage done faithfully: the chain does not explain it",
                                    "即使各阶段均忠实执行，结果仍然错误：本链不能解释该缺陷")
                            : new Words(
                                    "the defect lies in: %s (explained %s)".formatted(english, cause.explained()),
                                    "缺陷位于：%s（可解释 %s）".formatted(chinese, cause.explained())));
            return cause;
        }

        private List<OutputServed.Label> labels() {
            return mishap.is(Mistake.DEPLOYMENT_SCALING)
                    ? List.of(
                            OutputServed.Label.TRACEABILITY,
                            OutputServed.Label.AIGC_EXPLICIT,
                            OutputServed.Label.AIGC_IMPLICIT)
                    : List.of(
                            OutputServed.Label.RISK,
                            OutputServed.Label.TRACEABILITY,
                            OutputServed.Label.AIGC_EXPLICIT,
                            OutputServed.Label.AIGC_IMPLICIT);
        }

        private OutputServed.Traceability label() {
            return new OutputServed.Traceability(
                    "model:teacher",
                    List.of("dataset:findings-training"),
                    List.of(
                            Cast.HOSPITAL_GROUP.id().value(),
                            Cast.RADNET.id().value(),
                            Cast.SMALLAI.id().value(),
                            Cast.EDGECHIP.id().value(),
                            Cast.CLINIC_CLOUD.id().value()),
                    "20263210001");
        }

        /** Salted, so that nobody finds the patient by trying findings; the salt stays with the platform. */
        private String commitment(Row patient) {
            ContentDigest salt = ContentDigest.ofText("salt of clinic-cloud %d %s".formatted(seed, patient.id()));
            return ContentDigest.ofText(salt + " " + patient.digest()).toString();
        }

        private TrainingListener progress(DiagnosisStep step) {
            return progress -> listener.progressed(step, (double) progress.epoch() / progress.epochs());
        }

        private void save(String name, Artefact artefact) {
            ContentDigest saved = folder.save(name, artefact);
            if (!saved.equals(artefact.digest())) {
                throw new ArtefactException("The artefact %s changed while it was saved.".formatted(name));
            }
        }
    }

    private static String chinese(Stage stage) {
        return switch (stage) {
            case DATA -> "数据";
            case TEACHER -> "教师模型";
            case DISTILLATION -> "蒸馏";
            case ADAPTATION -> "硬件适配";
            case DEPLOYMENT -> "部署";
        };
    }

    private static EntityId deployment() {
        return EntityId.parse("deployment:finding-assist");
    }

    private static EntityId output(Served answer) {
        return Entities.of(EntityKind.OUTPUT, "finding-" + answer.patient().id(), answer);
    }

    /** An artefact and how the chain names it. */
    private record Made<T>(T artefact, EntityId id) {}

    /** A reported incident whose cause is still open. */
    private record Found(
            Served answer,
            EntityId incident,
            EntityId output,
            EventId event,
            Instant occurredAt,
            Instant reportedAt,
            IncidentReported.Item item,
            int missed) {

        Harm harm(Localisation cause) {
            return new Harm(
                    incident,
                    output,
                    answer.patient(),
                    Cast.PATIENT.id(),
                    answer.at(),
                    occurredAt,
                    reportedAt,
                    List.of(item),
                    missed,
                    cause);
        }
    }
}
