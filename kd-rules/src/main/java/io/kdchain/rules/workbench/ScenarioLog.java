package io.kdchain.rules.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogKey;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.canonical.Statements;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBodies;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoredEvent;
import io.kdchain.rules.derive.Alteration;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The log that a scenario describes, in memory. Keys, ids and times follow from the scenario alone. Entries go in
 * through the storage SPI, below {@link ChainLog}: a dishonest operator does what no log of ours would take.
 */
final class ScenarioLog implements AutoCloseable {
    /** All of a scenario is one service chain. */
    private static final String CHAIN = "scenario";
    /** Name of the log in its checkpoints. */
    private static final String ORIGIN = "kdchain-scenario";
    /** The registrar whose part the runner plays; the name is made longer where a party has it. */
    private static final String REGISTRAR = "scenario-registrar";
    /** Ids of events can hold no earlier time. */
    private static final Instant EARLIEST_ID = Instant.EPOCH;

    private final Scenario scenario;
    private final String registrar;
    private final MemoryEventStore store = new MemoryEventStore();
    private final List<StoredEvent> entries = new ArrayList<>();
    private final Map<String, Ed25519Signer> signers = new HashMap<>();
    private final Map<String, Counter> counters = new HashMap<>();
    private final Map<Integer, EventId> idOf = new HashMap<>();
    private final SortedMap<Long, Integer> positions = new TreeMap<>();
    private final List<Alteration> alterations = new ArrayList<>();
    private final ChainLog log;

    /** How far a recorder has counted. */
    private record Counter(long next, @Nullable Digest last) {}

    ScenarioLog(Scenario scenario) {
        this.scenario = scenario;
        this.registrar = registrarId(scenario);
        LogKey key = new LogKey(ORIGIN, signer("\u0000log"));
        key.define(store);
        register();
        scenario.chain().stream().filter(e -> !e.isRepetition()).forEach(this::play);
        store.append(0, entries, key);
        Trust trust = Trust.of(
                key.publicKey(), new VerifierKey(registrar, signer(registrar).publicKey()));
        this.log = ChainLog.open(store, LogOptions.defaults().key(key).trust(trust));
    }

    private static String registrarId(Scenario scenario) {
        String id = REGISTRAR;
        while (hasParty(scenario, id)) {
            id += "-x";
        }
        return id;
    }

    private static boolean hasParty(Scenario scenario, String id) {
        return scenario.parties().stream().anyMatch(p -> p.id().equals(id));
    }

    ChainLog log() {
        return log;
    }

    /** Which events were changed after signing, by whom: the scenario knows what no log can tell. */
    List<Alteration> alterations() {
        return List.copyOf(alterations);
    }

    /** Positions in the chain by id of the event. */
    Map<String, Integer> positions() {
        Map<String, Integer> byId = new HashMap<>();
        idOf.forEach((position, id) -> byId.put(id.toString(), position));
        return byId;
    }

    /** Position in the chain of the entry at a leaf index; empty for entries that the runner added. */
    Optional<Integer> position(long leafIndex) {
        return Optional.ofNullable(positions.get(leafIndex));
    }

    @Override
    public void close() {
        log.close();
    }

    // ---- what the runner adds

    private void register() {
        Instant at = scenario.chain().stream()
                .map(e -> e.at().isBefore(e.recordedAt()) ? e.at() : e.recordedAt())
                .min(Instant::compareTo)
                .orElse(scenario.incident().occurredAt());
        register(new ScenarioParty(registrar, List.of(), "ZZ"), List.of(Role.REGISTRAR), at, signer(registrar));
        for (ScenarioParty party : scenario.parties()) {
            List<Role> roles = party.roles().stream()
                    .flatMap(r -> Coded.find(Role.class, r).stream())
                    .toList();
            register(party, roles, at, signer(party.id()), signer(registrar));
        }
    }

    private void register(ScenarioParty registered, List<Role> roles, Instant at, Ed25519Signer... by) {
        String party = registered.id();
        String legalId = registered.legalId();
        PartyRegistered body = new PartyRegistered(
                party, roles, registered.jurisdiction(), by[0].publicKey().text(), legalId.isEmpty() ? null : legalId);
        EventId id = id("party\n" + party, at);
        SignedEvent signed =
                SignedEvent.sign(event(id, party, null, at, List.of(), List.of(), List.of(), body), (Signer[]) by);
        count(party, signed);
        entries.add(StoredEvent.of(at, signed.envelope().toBytes(), signed.event()));
    }

    // ---- what the scenario says

    private void play(ScenarioEvent said) {
        EventId id = id("event\n" + said.index(), said.recordedAt());
        idOf.put(said.index(), id);
        List<EventId> refs = said.refs().stream()
                .map(r -> scenario.chain().get(r).sameAs())
                .map(idOf::get)
                .flatMap(r -> Optional.ofNullable(r).stream())
                .toList();
        Event event = event(
                id,
                said.actor(),
                said.observedBy(),
                said.at(),
                entities(said.uses()),
                entities(said.generates()),
                refs,
                EventBodies.read(said.type(), said.body()));
        String recorder = said.observedBy() == null ? said.actor() : said.observedBy();
        ScenarioEvent.Mischief mischief = said.mischief();
        SignedEvent signed = mischief.unsigned()
                ? SignedEvent.sign(event)
                : SignedEvent.sign(event, signer(mischief.signedBy() == null ? recorder : mischief.signedBy()));
        count(recorder, signed);
        if (!mischief.withheld()) {
            positions.put((long) entries.size(), said.index());
            entries.add(stored(said, signed));
        }
    }

    private StoredEvent stored(ScenarioEvent said, SignedEvent signed) {
        StoredEvent honest = StoredEvent.of(said.recordedAt(), signed.envelope().toBytes(), signed.event());
        ScenarioEvent.Mischief mischief = said.mischief();
        if (mischief.erased()) {
            return honest.withEnvelope(new byte[0]);
        }
        if (mischief.tamper().isEmpty()) {
            return honest;
        }
        alterations.add(new Alteration(
                entries.size(),
                said.actor(),
                mischief.tamperedBy() == null ? said.actor() : mischief.tamperedBy(),
                mischief.tamper().keySet().stream()
                        .map(p -> TamperPath.parse(p).dotted())
                        .toList()));
        Event changed = changed(said, signed.event());
        return honest.withEnvelope(
                signed.envelope().withPayload(Statements.encode(changed)).toBytes());
    }

    private static Event changed(ScenarioEvent said, Event event) {
        JsonNode json = Statements.toJson(event);
        said.mischief().tamper().forEach((path, value) -> {
            if (!TamperPath.parse(path).setInEvent((ObjectNode) json, value)) {
                throw new ScenarioException(List.of(new ScenarioProblem(
                        said.place(), "tamper path '%s' leads nowhere in this %s.".formatted(path, said.type()))));
            }
        });
        try {
            return Statements.fromJson(json);
        } catch (MalformedEventException e) {
            throw new ScenarioException(List.of(new ScenarioProblem(
                    said.place(), "tamper leaves no readable event: %s".formatted(e.getMessage()))));
        }
    }

    // ---- making events

    private Event event(
            EventId id,
            String actor,
            @Nullable String observer,
            Instant at,
            List<EntityId> uses,
            List<EntityId> generates,
            List<EventId> refs,
            EventBody body) {
        Counter counter = counters.getOrDefault(observer == null ? actor : observer, new Counter(0, null));
        return new Event(
                id,
                body.type(),
                EventTypes.VERSION,
                CHAIN,
                new PartyId(actor),
                observer == null ? null : new PartyId(observer),
                at,
                uses,
                generates,
                counter.next(),
                counter.last(),
                refs,
                body);
    }

    private void count(String recorder, SignedEvent signed) {
        counters.put(recorder, new Counter(signed.event().seq() + 1, signed.hash()));
    }

    private static List<EntityId> entities(List<String> ids) {
        return ids.stream().map(EntityId::parse).toList();
    }

    private EventId id(String what, Instant recordedAt) {
        return EventId.of(recordedAt.isBefore(EARLIEST_ID) ? EARLIEST_ID : recordedAt, derived("id\n" + what));
    }

    private Ed25519Signer signer(String party) {
        return signers.computeIfAbsent(party, p -> Ed25519Signer.fromSeed(derived("key\n" + p)));
    }

    /** 32 bytes that follow from the scenario and what they are for. */
    private byte[] derived(String what) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(("kdchain scenario\n" + scenario.id() + "\n" + what).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one must have.", e);
        }
    }
}
