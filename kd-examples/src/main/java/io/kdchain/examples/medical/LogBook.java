package io.kdchain.examples.medical;

import io.kdchain.core.data.ContentDigest;
import io.kdchain.examples.story.LabelledAnswer;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.IdSource;
import io.kdchain.provenance.LogKey;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.Registrar;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.label.aigc.AigcFile;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.sign.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The scene's book as a signed log in SQLite. Keys, ids and the clock follow from the seed and the scene's calendar, so
 * that a second run writes the same; real parties keep keys that nobody can derive.
 */
final class LogBook implements Book, AutoCloseable {

    private static final String CHAIN = "finding-assist";
    private static final String ORIGIN = "kdchain.example/diagnosis";
    private static final PartyId REGISTRY = new PartyId("registry");

    private final long seed;
    private final SceneClock clock;
    private final ChainLog log;
    private final Registrar registrar;
    private final Trust trust;
    private final Map<Cast, Recorder> recorders = new EnumMap<>(Cast.class);

    private LogBook(long seed, SceneClock clock, ChainLog log, Registrar registrar, Trust trust) {
        this.seed = seed;
        this.clock = clock;
        this.log = log;
        this.registrar = registrar;
        this.trust = trust;
    }

    /** A new log in this file, in place of an earlier one, begun by its registrar. */
    static LogBook create(Path file, long seed) {
        replace(file);
        Instant begin = Calendar.day("2026-01-03").next();
        var clock = new SceneClock(begin);
        Signer logSigner = signer(seed, "log");
        Signer registrySigner = signer(seed, REGISTRY.value());
        var key = new LogKey(ORIGIN, logSigner);
        Trust trust = Trust.of(key.publicKey(), new VerifierKey(REGISTRY.value(), registrySigner.publicKey()));
        ChainLog log = ChainLog.open(
                "jdbc:sqlite:" + file,
                LogOptions.defaults().clock(clock).ids(ids(seed)).key(key).trust(trust));
        try {
            Registrar registrar =
                    log.begin(CHAIN, REGISTRY, registrySigner, "Model Chain Registry", Cast.JURISDICTION, begin);
            return new LogBook(seed, clock, log, registrar, trust);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** The keys of registrar and log: what a verifier must know from outside the log. */
    Trust trust() {
        return trust;
    }

    @Override
    public void register(Cast party, Instant at) {
        clock.set(at);
        Recorder recorder = registrar.register(
                party.id(), signer(seed, party.id().value()), party.fullName(), party.roles(), Cast.JURISDICTION, at);
        recorders.put(party, recorder);
    }

    @Override
    public EventId write(Cast party, Instant at, EventBody body, Edges edges) {
        Recorder recorder = recorders.get(party);
        if (recorder == null) {
            throw new IllegalStateException("%s writes before it is registered".formatted(party.id()));
        }
        clock.set(at);
        return recorder.record(body, at, edges.uses(), edges.generates(), edges.refs())
                .event()
                .id();
    }

    @Override
    public LabelledAnswer labelled(Cast server, EntityId output, AigcFile answer) {
        return LabelledAnswer.of(
                log, trust, output, answer, signer(seed, server.id().value()));
    }

    @Override
    public void close() {
        log.close();
    }

    private static Signer signer(long seed, String name) {
        ContentDigest secret = ContentDigest.ofText("kdchain diagnosis key %d %s".formatted(seed, name));
        return Ed25519Signer.fromSeed(HexFormat.of().parseHex(secret.hex()));
    }

    private static IdSource ids(long seed) {
        long[] count = new long[1];
        return at -> EventId.of(
                at,
                ContentDigest.ofText("kdchain diagnosis event %d %d".formatted(seed, count[0]++))
                        .hex()
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static void replace(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            for (String end : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The log %s of an earlier run cannot be replaced: %s. Close what uses it, or give another directory."
                            .formatted(file, e),
                    e);
        }
    }
}
