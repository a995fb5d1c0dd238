package com.example;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.LogKey;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.Registrar;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Safeguard;
import io.kdchain.provenance.event.Scene;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.sign.VerifierKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A new chain that ends in a deployed model. In earnest other parties begin it, and the application opens their log
 * with its own key ({@code KeyFile.read}).
 *
 * @param key of the party that serves
 */
public record Chain(ChainLog log, Recorder cloud, Signer key, Trust trust) {

    /** Begins a log in a file that is not there yet. */
    public static Chain begin(Path file) {
        Signer registry = Ed25519Signer.generate();
        Signer key = Ed25519Signer.generate();
        LogKey logKey = new LogKey("example.com/ct-chain", Ed25519Signer.generate());
        Trust trust = Trust.of(logKey.publicKey(), new VerifierKey("registry", registry.publicKey()));
        ChainLog log = ChainLog.open(
                "jdbc:sqlite:" + file, LogOptions.defaults().key(logKey).trust(trust));
        Registrar registrar = log.begin("ct", new PartyId("registry"), registry, "Model Registry", "CN", Instant.now());
        Recorder lab = join(registrar, "lab", Ed25519Signer.generate(), Role.TEACHER_DEVELOPER);
        Recorder cloud = join(registrar, "cloud", key, Role.DEPLOYMENT_PLATFORM);
        join(registrar, "patient", Ed25519Signer.generate(), Role.CLAIMANT);
        lab.record(EventDraft.of(new TeacherReleased(List.of("medical"), null, true, List.of(), List.of()))
                .generates("model:ct"));
        cloud.record(EventDraft.of(new ModelDeployed(
                        EntityId.parse("model:ct"),
                        "ct-assist",
                        Scene.MEDICAL,
                        List.of("medical"),
                        List.of(Safeguard.HUMAN_REVIEW, Safeguard.RISK_LABEL),
                        null))
                .uses("model:ct")
                .generates("deployment:ct-assist"));
        return new Chain(log, cloud, key, trust);
    }

    private static Recorder join(Registrar registrar, String id, Signer key, Role role) {
        return registrar.register(new PartyId(id), key, id, List.of(role), "CN", Instant.now());
    }
}
