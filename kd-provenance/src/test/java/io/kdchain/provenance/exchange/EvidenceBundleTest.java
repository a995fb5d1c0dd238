package io.kdchain.provenance.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectReason;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.exchange.BundleReport.Fault;
import io.kdchain.provenance.exchange.BundleReport.Note;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoredEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvidenceBundleTest {
    private static final BundleFixture CHAIN = BundleFixture.make();

    private static BundleReport report(EvidenceBundle bundle, Trust trust) {
        return EvidenceBundle.read(bundle.toBytes()).verify(trust);
    }

    private static List<Long> indexes(List<LogEntry> entries) {
        return entries.stream().map(LogEntry::index).toList();
    }

    /** A store in which somebody changed the envelope of one entry. */
    private static EventStore changed(EventStore store, long index, byte[] envelope) {
        return (EventStore) Proxy.newProxyInstance(
                EventStore.class.getClassLoader(), new Class<?>[] {EventStore.class}, (proxy, method, args) -> {
                    // what is asked for together comes through what is asked for one by one
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, args);
                    }
                    try {
                        Object result = method.invoke(store, args);
                        return method.getName().equals("read") && args[0].equals(index)
                                ? ((Optional<?>) result).map(entry -> ((StoredEvent) entry).withEnvelope(envelope))
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aBundleGivesTheEvidenceThatTheLogGives() {
        Evidence ofLog = CHAIN.log().evidence(LogFixture.entities(BundleFixture.ABOUT));

        BundleReport report = report(CHAIN.attested(), BundleFixture.TRUST);

        assertThat(report.faults()).isEmpty();
        assertThat(report.evidence()).isEqualTo(ofLog);
        assertThat(ofLog.admitted()).hasSizeGreaterThan(10);
        assertThat(CHAIN.attested().evidence(BundleFixture.TRUST)).isEqualTo(ofLog);
    }

    @Test
    void aBundleHoldsNoMoreThanIsNeeded() throws IOException {
        JsonNode document = new ObjectMapper().readTree(CHAIN.attested().toBytes());

        List<String> held = document.path("entries").findValuesAsText("envelope");

        assertThat(held).hasSizeLessThan((int) CHAIN.log().size() - 5);
        assertThat(CHAIN.attested().toBytes()).asString(StandardCharsets.UTF_8).doesNotContain("dataset:other");
    }

    @Test
    void theSameLogGivesTheSameBytes() throws IOException {
        byte[] once = CHAIN.attested().toBytes();
        ByteArrayOutputStream streamed = new ByteArrayOutputStream();
        CHAIN.attested().writeTo(streamed);
        // it stays open
        streamed.write('!');
        assertThat(streamed.toByteArray()).startsWith(once).hasSize(once.length + 1);

        assertThat(BundleFixture.make().attested().toBytes()).isEqualTo(once);
        assertThat(EvidenceBundle.read(once).toBytes()).isEqualTo(once);
    }

    @Test
    void anotherLayoutOfTheSameDocumentIsTheSameBundle() throws IOException {
        ObjectMapper json = new ObjectMapper();
        byte[] oneLine = json.writeValueAsBytes(json.readTree(CHAIN.attested().toBytes()));

        assertThat(EvidenceBundle.read(oneLine).verify(BundleFixture.TRUST).faults())
                .isEmpty();
    }

    @Test
    void aBundleSaysWhatItDoesNotShow() {
        assertThat(report(CHAIN.attested(), BundleFixture.TRUST).notes())
                .extracting(Note::code)
                .contains(Note.Code.ATTESTED, Note.Code.SLICE_CLAIMED, Note.Code.REVOCATIONS_CLAIMED)
                .doesNotContain(Note.Code.NO_KEY_TRUSTED, Note.Code.NOT_ATTESTED);
        assertThat(report(CHAIN.unattested(), Trust.NONE).notes())
                .extracting(Note::code)
                .contains(Note.Code.NO_KEY_TRUSTED, Note.Code.NOT_ATTESTED);
    }

    @Test
    void aLogWhoseKeyIsNotTrustedIsAFault() {
        Trust registryAlone = Trust.of(
                new VerifierKey("registry", LogFixture.signer("registry").publicKey()));

        assertThat(report(CHAIN.unattested(), registryAlone).faults())
                .extracting(Fault::code)
                .containsExactly(BundleFault.LOG_KEY_NOT_TRUSTED);
        Trust strangers = Trust.of(new VerifierKey(
                LogFixture.LOG_KEY.origin(), LogFixture.signer("stranger").publicKey()));
        assertThat(report(CHAIN.unattested(), strangers).faults())
                .extracting(Fault::code)
                .contains(BundleFault.CHECKPOINT_SIGNATURE);
    }

    @Test
    void anEntryThatWasChangedInStorageIsToldAndTheOthersStand() {
        StoredEvent deployed = CHAIN.store().read(12).orElseThrow();
        byte[] changed = new String(deployed.envelope().toArray(), StandardCharsets.UTF_8)
                .replaceFirst("\"payload\":\"ey", "\"payload\":\"eY")
                .getBytes(StandardCharsets.UTF_8);
        EventStore store = changed(CHAIN.store(), 12, changed);
        Evidence ofLog = ChainLog.open(store, LogOptions.defaults().trust(BundleFixture.TRUST))
                .evidence(LogFixture.entities(BundleFixture.ABOUT));

        EvidenceBundle bundle = EvidenceBundle.of(
                store,
                BundleFixture.TRUST,
                LogFixture.entities(BundleFixture.ABOUT),
                EvidenceBundle.Request.at(LogFixture.START).attestedBy("registry", LogFixture.signer("registry")));
        BundleReport report = report(bundle, BundleFixture.TRUST);

        assertThat(ofLog.rejected()).extracting(RejectedEntry::reason).contains(RejectReason.PROOF_INVALID);
        assertThat(report.ok()).isFalse();
        assertThat(report.faults()).extracting(Fault::code).containsOnly(BundleFault.CONTENT_DIFFERS);
        assertThat(report.evidence()).isEqualTo(ofLog);
        assertThat(indexes(bundle.evidence(BundleFixture.TRUST).admitted())).isEqualTo(indexes(ofLog.admitted()));
    }

    @Test
    void gapsAreEvidenceOnlyIfSomebodyWhoIsTrustedAttestsThem() {
        // the clinic counts on and keeps one number back
        EventStore store = new MemoryEventStore();
        BundleFixture chain = BundleFixture.make(store);
        long last = store.size() - 1;
        EventStore holed = new MemoryEventStore();
        for (long index = 0; index <= last; index++) {
            // the second event of the hospital, an authorisation, is kept back by the operator
            if (index != 8) {
                StoredEvent entry = store.read(index).orElseThrow();
                holed.append(holed.size(), List.of(entry), (size, root) -> LogFixture.LOG_KEY.checkpoint(size, root));
            }
        }
        LogFixture.LOG_KEY.define(holed);
        List<EntityId> about = LogFixture.entities(BundleFixture.ABOUT);
        Evidence ofLog = ChainLog.open(holed, LogOptions.defaults().trust(BundleFixture.TRUST))
                .evidence(about);
        EvidenceBundle.Request request = EvidenceBundle.Request.at(LogFixture.START);

        EvidenceBundle silent = EvidenceBundle.of(holed, BundleFixture.TRUST, about, request);
        EvidenceBundle attested = EvidenceBundle.of(
                holed, BundleFixture.TRUST, about, request.attestedBy("registry", LogFixture.signer("registry")));

        assertThat(chain.log().evidence(about).gaps()).isEmpty();
        assertThat(ofLog.gaps()).isNotEmpty();
        assertThat(attested.evidence(BundleFixture.TRUST)).isEqualTo(ofLog);
        assertThat(silent.evidence(BundleFixture.TRUST).gaps()).isEmpty();
    }

    @Test
    void whatCannotBeProvenIsNotExported() {
        EvidenceBundle.Request request = EvidenceBundle.Request.at(LogFixture.START);
        List<EntityId> about = LogFixture.entities(BundleFixture.ABOUT);

        assertThatThrownBy(() -> EvidenceBundle.of(
                        CHAIN.store(), Trust.NONE, LogFixture.entities(List.of("output:none")), request))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("output:none");
        EventStore keyless = new MemoryEventStore();
        for (long index = 0; index < CHAIN.store().size(); index++) {
            keyless.append(index, List.of(CHAIN.store().read(index).orElseThrow()), (size, root) -> null);
        }
        assertThatThrownBy(() -> EvidenceBundle.of(keyless, Trust.NONE, about, request))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("no checkpoint");
        assertThatThrownBy(() -> EvidenceBundle.of(
                        CHAIN.store(),
                        Trust.NONE,
                        about,
                        request.disclosing(List.of(new io.kdchain.provenance.privacy.Disclosure(
                                CHAIN.disclosure().event(),
                                "/body/inputCommitment",
                                Bytes.of(new byte[32]),
                                new ObjectMapper().getNodeFactory().textNode("another"))))))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("commitment")
                .hasMessageNotContaining("another");
    }

    @Test
    void whatIsNoBundleIsRefused() {
        for (String text : List.of("", "[]", "{}", "{\"mediaType\":\"text/plain\"}", "{\"mediaType\":1}")) {
            assertThatThrownBy(() -> EvidenceBundle.read(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(MalformedBundleException.class);
        }
    }
}
