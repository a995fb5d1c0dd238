package io.kdchain.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.Statements;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Commitment;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.KdException;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.exchange.EvidenceBundle;
import io.kdchain.provenance.privacy.Disclosure;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Parsers that strangers feed: each throws what it documents and nothing else, and where a format has one form, what is
 * accepted gives the same bytes again.
 *
 * <p>In the build each runs on its seeds, in {@code ParserFuzzTestInputs}; what a search finds becomes one. To search:
 * {@code JAZZER_FUZZ=1 mvn -Dquick -Dkd.jazzer.hooks=true -pl kd-provenance test -Dtest=ParserFuzzTest#envelope}, one
 * method at a time.
 *
 * <table>
 * <caption>Last searches, on two cores that others used as well</caption>
 * <tr><th>method</th><th>on</th><th>seconds</th><th>inputs</th><th>found</th></tr>
 * <tr><td>json</td><td>2026-11-24</td><td>31</td><td>58,373</td><td>nothing</td></tr>
 * <tr><td>envelope</td><td>2026-11-24</td><td>31</td><td>57,337</td><td>nothing</td></tr>
 * <tr><td>signedEvent</td><td>2026-11-24</td><td>31</td><td>37,088</td><td>nothing</td></tr>
 * <tr><td>statement</td><td>2026-11-24</td><td>31</td><td>18,627</td><td>nothing</td></tr>
 * <tr><td>checkpoint</td><td>2026-11-24</td><td>31</td><td>137,886</td><td>nothing</td></tr>
 * <tr><td>trustFile</td><td>2026-11-24</td><td>31</td><td>5,275</td><td>nothing</td></tr>
 * <tr><td>key</td><td>2026-11-24</td><td>31</td><td>52,344</td><td>nothing</td></tr>
 * <tr><td>bundle</td><td>2026-11-24</td><td>31</td><td>389</td><td>nothing</td></tr>
 * <tr><td>event</td><td>2026-11-29</td><td>33</td><td>3,026</td><td>nothing</td></tr>
 * <tr><td>note</td><td>2026-11-29</td><td>31</td><td>749,218</td><td>nothing</td></tr>
 * <tr><td>disclosure</td><td>2026-11-29</td><td>31</td><td>143,276</td><td>an event id with an empty part was refused
 * without a word; nothing since</td></tr>
 * <tr><td>eventLines</td><td>2026-11-29</td><td>31</td><td>683</td><td>nothing</td></tr>
 * </table>
 */
class ParserFuzzTest {
    private static final String SEARCH = "30s";

    @FuzzTest(maxDuration = SEARCH)
    void json(byte[] bytes) {
        try {
            byte[] canonical = Jcs.canonicalize(bytes);
            assertThat(Jcs.canonicalize(canonical)).isEqualTo(canonical);
        } catch (MalformedEventException e) {
            explained(e);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void envelope(byte[] bytes) {
        try {
            Envelope envelope = Envelope.parseLeniently(bytes);
            assertThat(Envelope.parse(envelope.toBytes())).isEqualTo(envelope);
            assertThat(Envelope.parse(bytes).toBytes()).isEqualTo(bytes);
        } catch (MalformedEventException e) {
            explained(e);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void signedEvent(byte[] bytes) {
        try {
            assertThat(SignedEvent.parse(bytes).envelope().toBytes()).isEqualTo(bytes);
        } catch (MalformedEventException e) {
            explained(e);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void statement(byte[] bytes) {
        try {
            Statements.decodeUntrusted(bytes);
            assertThat(Statements.encode(Statements.decode(bytes))).isEqualTo(bytes);
        } catch (MalformedEventException e) {
            explained(e);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void event(byte[] bytes) {
        try {
            Event event = Statements.fromJson(StrictJson.read(bytes));
            assertThat(Statements.decode(Statements.encode(event)).id()).isEqualTo(event.id());
        } catch (MalformedEventException e) {
            explained(e);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void note(byte[] bytes) {
        try {
            SignedNote note = SignedNote.parse(bytes);
            assertThat(note.toBytes()).isEqualTo(bytes);
            assertThat(Checkpoint.parse(note.text()).text()).isEqualTo(note.text());
        } catch (MalformedNoteException e) {
            explained(e);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void checkpoint(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            assertThat(Checkpoint.parse(text).text()).isEqualTo(text);
        } catch (MalformedNoteException e) {
            explained(e);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void trustFile(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("trust", ".txt");
        try {
            Files.write(file, bytes);
            Trust trust = Trust.read(file);
            Files.writeString(file, trust.text());
            assertThat(Trust.read(file)).isEqualTo(trust);
        } catch (MalformedNoteException e) {
            explained(e);
        } finally {
            Files.delete(file);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void key(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            assertThat(VerifierKey.parse(text)).hasToString(text);
        } catch (IllegalArgumentException e) {
            explained(e);
        }
        try {
            assertThat(PublicKey.parse(text).text()).isEqualTo(text);
        } catch (IllegalArgumentException e) {
            explained(e);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void bundle(byte[] bytes) {
        try {
            EvidenceBundle bundle = EvidenceBundle.read(bytes);
            bundle.verify(Trust.NONE);
            assertThat(EvidenceBundle.read(bundle.toBytes()).digest()).isEqualTo(bundle.digest());
        } catch (KdException e) {
            explained(e);
        }
    }

    @FuzzTest(maxDuration = SEARCH)
    void disclosure(byte[] bytes) {
        try {
            JsonNode node = StrictJson.read(bytes);
            Disclosure disclosure = Disclosure.fromJson(node);
            assertThat(Commitment.parse(disclosure.commitment().toString())).isEqualTo(disclosure.commitment());
            assertThat(Disclosure.fromJson(disclosure.toJson())).isEqualTo(disclosure);
        } catch (MalformedEventException | IllegalArgumentException e) {
            explained(e);
        }
    }

    /** A file of a pipeline: what its lines say is appended whole, or the line is named. */
    @FuzzTest(maxDuration = SEARCH)
    void eventLines(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("events", ".jsonl");
        try (ChainLog log = ChainLog.inMemory(LogFixture.options())) {
            LogFixture.begin(log).party("watcher");
            Files.write(file, bytes);
            EventLines.append(
                    log, file, new EventLines.Observer(new PartyId("watcher"), LogFixture.signer("watcher"), "seen"));
            assertThat(log.verify().problems()).isEmpty();
        } catch (EventLineException e) {
            explained(e);
            assertThat(e.getMessage()).contains(file + ":" + e.line());
        } finally {
            Files.delete(file);
        }
    }

    private static void explained(Exception e) {
        assertThat(e.getMessage()).isNotBlank();
    }
}
