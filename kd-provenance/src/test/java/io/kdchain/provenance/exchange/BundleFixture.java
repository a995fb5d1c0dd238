package io.kdchain.provenance.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.DatasetCollected;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.KeyRotated;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.privacy.Commitments;
import io.kdchain.provenance.privacy.Disclosure;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import java.util.List;

/**
 * The chain of {@link LogFixture} with a rotated key, an output that tells nothing openly, and events of no concern.
 */
final class BundleFixture {
    static final Trust TRUST = Trust.of(
            LogFixture.LOG_KEY.publicKey(),
            new VerifierKey("registry", LogFixture.signer("registry").publicKey()));
    static final List<String> ABOUT = List.of("output:2");

    private final EventStore store;
    private final LogFixture log;
    private final Disclosure disclosure;

    private BundleFixture(EventStore store) {
        this.store = store;
        this.log = LogFixture.chain(store);
        Bytes salt = Bytes.of(new byte[Commitments.SALT_SIZE]);
        ObjectNode value = JsonNodeFactory.instance.objectNode().put("patient", "P-4");
        for (int i = 0; i < 5; i++) {
            noise(i);
        }
        log.party("edgechip")
                .record(
                        new KeyRotated(
                                LogFixture.signer("edgechip-2").publicKey().text()),
                        LogFixture.START,
                        List.of(),
                        List.of(),
                        List.of());
        noise(5);
        LogEntry served = record(
                "cloud",
                new OutputServed(
                        Commitments.to(salt, value).toString(), List.of(OutputServed.Label.TRACEABILITY), null, null),
                List.of("deployment:ct-assist"),
                List.of("output:2"));
        noise(6);
        this.disclosure = new Disclosure(served.event().id(), "/body/inputCommitment", salt, value);
    }

    private void noise(int number) {
        record(
                "hospital",
                new DatasetCollected(
                        DatasetCollected.Method.SYNTHETIC, DatasetCollected.Personal.NONE, null, null, null, null),
                List.of(),
                List.of("dataset:other-" + number));
    }

    private LogEntry record(String party, EventBody body, List<String> uses, List<String> generates) {
        return log.record(party, body, uses, generates);
    }

    static BundleFixture make() {
        return new BundleFixture(new MemoryEventStore());
    }

    static BundleFixture make(EventStore store) {
        return new BundleFixture(store);
    }

    EventStore store() {
        return store;
    }

    LogFixture fixture() {
        return log;
    }

    ChainLog log() {
        return log.log();
    }

    Disclosure disclosure() {
        return disclosure;
    }

    /** A bundle that the registry attests. */
    EvidenceBundle attested() {
        return bundle(request().attestedBy("registry", LogFixture.signer("registry")));
    }

    /** A bundle that nobody attests. */
    EvidenceBundle unattested() {
        return bundle(request());
    }

    private EvidenceBundle.Request request() {
        return EvidenceBundle.Request.at(LogFixture.START.plusSeconds(60)).disclosing(List.of(disclosure));
    }

    EvidenceBundle bundle(EvidenceBundle.Request request) {
        return EvidenceBundle.of(store, TRUST, LogFixture.entities(ABOUT), request);
    }
}
