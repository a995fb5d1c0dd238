package com.example;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.LogKey;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.Registrar;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.DefectLocalised;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.OutputUsed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Safeguard;
import io.kdchain.provenance.event.Scene;
import io.kdchain.provenance.event.Stage;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.label.Label;
import io.kdchain.provenance.label.LabelWriter;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A hospital's service: records what was done to its model, serves an answer with a label, and, when the answer has
 * harmed a patient, asks who bears it. The chip maker quantised the model and compared nothing.
 *
 * <p>Here one program plays all parties. In earnest each keeps its own key ({@code KeyFile.create}) and records for
 * itself.
 */
public final class Main {
    private final Signer registry = Ed25519Signer.generate();
    private final Signer cloudKey = Ed25519Signer.generate();
    private final LogKey logKey = new LogKey("example.com/ct-chain", Ed25519Signer.generate());
    private final Trust trust = Trust.of(logKey.publicKey(), new VerifierKey("registry", registry.publicKey()));

    /** Prints the verdict. */
    public static void main(String[] args) throws IOException {
        Path log = Files.createTempDirectory("ct-chain").resolve("chain.db");
        System.out.println(Report.text(new Main().run(log), Locale.ENGLISH));
    }

    Attribution run(Path file) {
        LogOptions options = LogOptions.defaults().key(logKey).trust(trust);
        try (ChainLog log = ChainLog.open("jdbc:sqlite:" + file, options)) {
            Registrar registrar =
                    log.begin("ct", new PartyId("registry"), registry, "Model Registry", "CN", Instant.now());
            Recorder lab = join(registrar, "lab", Ed25519Signer.generate(), Role.TEACHER_DEVELOPER);
            Recorder chips = join(registrar, "chips", Ed25519Signer.generate(), Role.HARDWARE_ADAPTER);
            Recorder cloud = join(registrar, "cloud", cloudKey, Role.DEPLOYMENT_PLATFORM);
            Recorder clinic = join(registrar, "clinic", Ed25519Signer.generate(), Role.STUDENT_USER);
            join(registrar, "patient", Ed25519Signer.generate(), Role.CLAIMANT);

            record(lab, chips, cloud);
            byte[] answer = "CT 4711: no finding".getBytes(StandardCharsets.UTF_8);
            serve(log, cloud, answer);
            clinic.record(EventDraft.of(new OutputUsed(
                            EntityId.parse("output:4711"),
                            OutputUsed.Use.AS_INTENDED,
                            OutputUsed.HumanReview.INDEPENDENT))
                    .uses("output:4711"));
            return attribute(log, cloud);
        }
    }

    private static Recorder join(Registrar registrar, String id, Signer key, Role role) {
        return registrar.register(new PartyId(id), key, id, List.of(role), "CN", Instant.now());
    }

    /** What was done to the model, each by who did it. */
    private static void record(Recorder lab, Recorder chips, Recorder cloud) {
        lab.record(EventDraft.of(new TeacherReleased(List.of("medical"), null, true, List.of(), List.of()))
                .generates("model:ct"));
        chips.record(EventDraft.of(new ModelAdapted(ModelAdapted.Technique.INT8, "edge-npu", null))
                .uses("model:ct")
                .generates("model:ct-int8"));
        cloud.record(EventDraft.of(new ModelDeployed(
                        EntityId.parse("model:ct-int8"),
                        "ct-assist",
                        Scene.MEDICAL,
                        List.of("medical"),
                        List.of(Safeguard.HUMAN_REVIEW, Safeguard.RISK_LABEL, Safeguard.MONITORING),
                        null))
                .uses("model:ct-int8")
                .generates("deployment:ct-assist"));
    }

    /** Records the answer, and gives the label that goes out with it: who receives both needs no log to check them. */
    Label serve(ChainLog log, Recorder cloud, byte[] answer) {
        cloud.record(EventDraft.of(new OutputServed(
                        null, List.of(OutputServed.Label.RISK, OutputServed.Label.TRACEABILITY), null, null))
                .uses("deployment:ct-assist")
                .generates("output:4711"));
        Digest digest = Sha256.of(answer);
        Label label = new LabelWriter(log.reader(), trust).write(EntityId.parse("output:4711"), digest, cloudKey);

        List<Label.Fault> faults = Label.parse(label.toBytes()).verify(trust, digest);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("The label would not hold where it is received: " + faults);
        }
        return label;
    }

    /** The answer was wrong: where it became so, and who is liable for what follows. */
    private static Attribution attribute(ChainLog log, Recorder cloud) {
        cloud.record(EventDraft.of(new DefectLocalised(
                        null,
                        EntityId.parse("output:4711"),
                        "stage-replay",
                        List.of(new DefectLocalised.Part(
                                Stage.ADAPTATION, new PartyId("chips"), BigDecimal.ONE, null, null)),
                        List.of(),
                        null))
                .uses("output:4711"));
        LiabilityEngine engine = LiabilityEngine.builder()
                .evidence(log)
                .pack(RulePack.builtin("cn"))
                .build();
        return engine.attribute(Incident.about("output:4711")
                .claimant("patient")
                .occurredAt(Instant.now())
                .bodilyInjury(Money.of("180000", "CNY"))
                .build());
    }
}
