package io.kdchain.examples.story;

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
public final class Story implements AutoCloseable {
    private static final String JURISDICTION = "CN";
    private static final PartyId REGISTRY = new PartyId("registry");
    private static final LocalTime BEGIN_OF_WORK = LocalTime.of(8, 0);
    private static final Duration STEP = Duration.ofSeconds(30);

    private final String name;
    private final long seed;
    private final Days days;
    private final ChainLog log;
    private final Registrar registrar;
    private final Trust trust;
    private final Map<String, Recorder> parties = new TreeMap<>();

    private Story(String name, long seed, Days days, ChainLog log, Registrar registrar, Trust trust) {
        this.name = name;
        this.seed = seed;
        this.days = days;
        this.log = log;
        this.registrar = registrar;
        this.trust = trust;
    }

    /**
     * Begins a log in a file that is not there yet.
     *
     * @param name of the chain
     * @param origin of the log
     * @param day such as 2026-01-03
     */
    public static Story begin(Path file, String name, String origin, long seed, String day) {
        Days days = new Days();
        Instant at = days.next(day);
        LogKey key = new LogKey(origin, signer(name, seed, "log"));
        Signer registry = signer(name, seed, REGISTRY.value());
        Trust trust = Trust.of(key.publicKey(), new VerifierKey(REGISTRY.value(), registry.publicKey()));
        ChainLog log = ChainLog.open(
                "jdbc:sqlite:" + file,
                LogOptions.defaults().clock(days).ids(ids(name, seed)).key(key).trust(trust));
        try {
            Registrar registrar = log.begin(name, REGISTRY, registry, "Model Chain Registry", JURISDICTION, at);
            return new Story(name, seed, days, log, registrar, trust);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** A party joins the chain. */
    public void party(String id, String fullName, Role role, String day) {
        Instant at = days.next(day);
        parties.put(
                id,
                registrar.register(new PartyId(id), signer(name, seed, id), fullName, List.of(role), JURISDICTION, at));
    }

    /** A party acts: signed by it, and on disk when this returns. */
    public LogEntry act(String party, String day, EventBody body, List<EntityId> uses, List<EntityId> generates) {
        return recorder(party).record(body, days.next(day), uses, generates, List.of());
    }

    /** A party answers an earlier act. */
    public LogEntry answer(String party, String day, EventBody body, List<EntityId> uses, EventId earlier) {
        return recorder(party).record(body, days.next(day), uses, List.of(), List.of(earlier));
    }

    private Recorder recorder(String party) {
        Recorder recorder = parties.get(party);
        if (recorder == null) {
            throw new IllegalStateException("%s acts before it is registered".formatted(party));
        }
        return recorder;
    }

    /** The key of a party. */
    public Signer key(String party) {
        return signer(name, seed, party);
    }

    /** What a verifier must know from outside the log. */
    public Trust trust() {
        return trust;
    }

    public ChainLog log() {
        return log;
    }

    @Override
    public void close() {
        log.close();
    }

    private static Signer signer(String name, long seed, String party) {
        return Ed25519Signer.fromSeed(HexFormat.of()
                .parseHex(ContentDigest.ofText("kdchain %s key %d %s".formatted(name, seed, party))
                        .hex()));
    }

    private static IdSource ids(String name, long seed) {
        long[] count = new long[1];
        return at -> EventId.of(
                at,
                ContentDigest.ofText("kdchain %s event %d %d".formatted(name, seed, count[0]++))
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
