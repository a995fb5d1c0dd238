package io.kdchain.examples.credit;

import io.kdchain.core.data.ContentDigest;
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
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.sign.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A log in which invented parties act on given days. Keys, ids and times follow from the seed and the days, so that a
 * second run writes the same; real parties keep keys that nobody can derive, and take the time of their clocks.
 */
final class Story implements AutoCloseable {
    private static final String JURISDICTION = "CN";
    private static final PartyId REGISTRY = new PartyId("registry");
    private static final LocalTime BEGIN_OF_WORK = LocalTime.of(8, 0);
    private static final Duration STEP = Duration.ofSeconds(30);

    private final long seed;
    private final Days days;
    private final ChainLog log;
    private final Registrar registrar;
    private final Trust trust;
    private final Map<String, Recorder> parties = new TreeMap<>();

    private Story(long seed, Days days, ChainLog log, Registrar registrar, Trust trust) {
        this.seed = seed;
        this.days = days;
        this.log = log;
        this.registrar = registrar;
        this.trust = trust;
    }

    /**
     * Begins a log in a file that is not there yet.
     *
     * @param day such as 2026-01-03
     */
    static Story begin(Path file, String origin, long seed, String day) {
        Days days = new Days();
        Instant at = days.next(day);
        LogKey key = new LogKey(origin, signer(seed, "log"));
        Signer registry = signer(seed, REGISTRY.value());
        Trust trust = Trust.of(key.publicKey(), new VerifierKey(REGISTRY.value(), registry.publicKey()));
        ChainLog log = ChainLog.open(
                "jdbc:sqlite:" + file,
                LogOptions.defaults().clock(days).ids(ids(seed)).key(key).trust(trust));
        try {
            Registrar registrar = log.begin("credit", REGISTRY, registry, "Model Chain Registry", JURISDICTION, at);
            return new Story(seed, days, log, registrar, trust);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** A party joins the chain. */
    void party(String id, String name, Role role, String day) {
        Instant at = days.next(day);
        parties.put(id, registrar.register(new PartyId(id), signer(seed, id), name, List.of(role), JURISDICTION, at));
    }

    /** A party acts: signed by it, and on disk when this returns. */
    LogEntry act(String party, String day, EventBody body, List<EntityId> uses, List<EntityId> generates) {
        Recorder recorder = parties.get(party);
        if (recorder == null) {
            throw new IllegalStateException("%s acts before it is registered".formatted(party));
        }
        return recorder.record(body, days.next(day), uses, generates, List.of());
    }

    /** The key of a party. */
    Signer key(String party) {
        return signer(seed, party);
    }

    /** What a verifier must know from outside the log. */
    Trust trust() {
        return trust;
    }

    ChainLog log() {
        return log;
    }

    @Override
    public void close() {
        log.close();
    }

    private static Signer signer(long seed, String name) {
        return Ed25519Signer.fromSeed(HexFormat.of()
                .parseHex(ContentDigest.ofText("kdchain credit key %d %s".formatted(seed, name))
                        .hex()));
    }

    private static IdSource ids(long seed) {
        long[] count = new long[1];
        return at -> EventId.of(
                at,
                ContentDigest.ofText("kdchain credit event %d %d".formatted(seed, count[0]++))
                        .hex()
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** A clock that stands at the last act. Acts of one day follow each other. */
    private static final class Days extends Clock {
        private Instant now = Instant.EPOCH;

        Instant next(String day) {
            Instant morning = LocalDate.parse(day).atTime(BEGIN_OF_WORK).toInstant(ZoneOffset.UTC);
            now = now.isBefore(morning) ? morning : now.plus(STEP);
            return now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }
    }
}
