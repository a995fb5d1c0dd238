package io.kdchain.provenance.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.AgreementConcluded;
import io.kdchain.provenance.event.Amount;
import io.kdchain.provenance.event.ApprovalGranted;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.CausationAppraised;
import io.kdchain.provenance.event.DataAudited;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.DistillationProgressed;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.FindingRectified;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.InsuranceBound;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.MonitoringAlarm;
import io.kdchain.provenance.event.OutputUsed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.TechnicalAudited;
import io.kdchain.provenance.store.Checkpointer;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EntryQuery;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.Position;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import io.kdchain.provenance.store.Vault;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CausalSlicerTest {
    private final LogFixture fixture = LogFixture.chain(new MemoryEventStore());
    private final ChainLog log = fixture.log();

    @Test
    void aStatementAboutAnEntityOfTheSliceBelongsToIt() {
        long audit = record(
                "auditor", new DataAudited(EntityId.parse("dataset:ct"), DataAudited.Kind.BIAS, true, null, List.of()));
        long elsewhere = record(
                "auditor",
                new DataAudited(EntityId.parse("dataset:other"), DataAudited.Kind.BIAS, true, null, List.of()));

        assertThat(slice("output:1").related()).contains(audit).doesNotContain(elsewhere);
    }

    @Test
    void whatIsMadeOfAnEntityOfTheSliceDoesNotBelongToIt() {
        long other = fixture.record("cloud", LogFixture.served(), List.of("deployment:ct-assist"), List.of("output:2"))
                .index();
        long otherUse = record(
                "clinic",
                new OutputUsed(EntityId.parse("output:2"), OutputUsed.Use.ALTERED, OutputUsed.HumanReview.NONE));
        long otherStudent = fixture.record(
                        "rival",
                        new DistillationCompleted(null, List.of(), null, List.of()),
                        List.of("model:teacher"),
                        List.of("model:rival"))
                .index();

        assertThat(slice("output:1").indexes()).doesNotContain(other, otherUse, otherStudent);
    }

    @Test
    void theUseOfTheOutputBelongsToItEvenIfItMadeSomething() {
        long use = fixture.record(
                        "clinic",
                        new OutputUsed(
                                EntityId.parse("output:1"), OutputUsed.Use.AS_INTENDED, OutputUsed.HumanReview.NONE),
                        List.of("output:1"),
                        List.of("report:diagnosis"))
                .index();

        assertThat(slice("output:1").related()).contains(use);
    }

    @Test
    void answersBelongToWhatTheyAnswer() {
        EventId notice = fixture.record(
                        "cloud", LogFixture.notice("patient", "output:1"), List.of(), List.of("notice:1"))
                .event()
                .id();
        long byReference = fixture.record(
                        "cloud",
                        new MeasureTaken(MeasureTaken.Measure.WARN, LogFixture.entities(List.of("output:9"))),
                        List.of(),
                        List.of(),
                        notice)
                .index();
        long byPaper = record(
                "cloud", new MeasureTaken(MeasureTaken.Measure.EXPLAIN, LogFixture.entities(List.of("notice:1"))));

        assertThat(slice("output:1").related()).contains(byReference, byPaper);
    }

    @Test
    void aRectificationBelongsToTheAuditThatStatesItsFinding() {
        record(
                "auditor",
                new TechnicalAudited(
                        EntityId.parse("deployment:ct-assist"),
                        new PartyId("auditor"),
                        List.of(),
                        List.of(new TechnicalAudited.Finding("F-1", null, null, LogFixture.START, null))));
        long rectified = record("cloud", new FindingRectified("F-1", null));
        long other = record("cloud", new FindingRectified("F-2", null));

        assertThat(slice("output:1").related()).contains(rectified).doesNotContain(other);
    }

    @Test
    void appraisalsOfTheReportedIncidentBelongToIt() {
        record(
                "patient",
                new IncidentReported(
                        LogFixture.entities(List.of("output:1")), new PartyId("patient"), LogFixture.START, List.of()),
                "incident:1");
        long appraised = record(
                "court",
                new CausationAppraised(
                        EntityId.parse("incident:1"),
                        null,
                        new PartyId("court"),
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        null));

        assertThat(slice("output:1").related()).contains(appraised);
        assertThat(slice("incident:1").indexes()).contains(appraised);
    }

    @Test
    void theStandingOfItsPartiesBelongsToIt() {
        long agreement = record("radnet", agreement("radnet", "smallai"));
        long foreign = record("rival", agreement("rival", "stranger"));

        assertThat(slice("output:1").related()).contains(agreement).doesNotContain(foreign);
    }

    /** The holder of an approval did nothing in the chain and may answer for the product all the same. */
    @Test
    void whoIsNamedBelongsToItWithItsStanding() {
        long holder = registered("devco");
        long insurance = record("devco", insurance("insureco", "devco"));
        long stranger = registered("stranger");
        record(
                "authority",
                new ApprovalGranted(
                        EntityId.parse("deployment:ct-assist"),
                        new PartyId("devco"),
                        ApprovalGranted.Kind.DEVICE_REGISTRATION,
                        null,
                        null,
                        "1",
                        new PartyId("authority"),
                        null));

        assertThat(slice("output:1").related()).contains(holder, insurance).doesNotContain(stranger);
    }

    /** Its other agreements do not, or each platform would bring in all that concerns its customers. */
    @Test
    void whoDealsWithItsPartiesBelongsToItWithoutItsOtherAgreements() {
        long partner = registered("partner");
        record("radnet", agreement("radnet", "partner"));
        long insurer = registered("insureco");
        long insurance = record("insureco", insurance("insureco", "partner"));
        long rival = registered("rival");
        long beside = record("partner", agreement("partner", "rival"));

        assertThat(slice("output:1").related())
                .contains(partner, insurance, insurer)
                .doesNotContain(rival, beside);
    }

    @Test
    void theRunOfADistillationBelongsToIt() {
        long completed = fixture.record(
                        "smallai",
                        new DistillationCompleted("run-7", List.of(), null, List.of()),
                        List.of("model:teacher"),
                        List.of("model:second"))
                .index();
        long progressed = record("smallai", new DistillationProgressed("run-7", 10, Map.of(), null));
        long alarm = record("smallai", new MonitoringAlarm("run-7", "loss", BigDecimal.TEN, BigDecimal.ONE));
        long otherRun = record("smallai", new DistillationProgressed("run-8", 10, Map.of(), null));

        Slice slice = slice("model:second");

        assertThat(slice.causal()).contains(completed);
        assertThat(slice.related()).contains(progressed, alarm).doesNotContain(otherRun);
    }

    @Test
    void openProvenanceAndUnknownEntitiesAreListed() {
        fixture.record("cloud", LogFixture.served(), List.of("deployment:elsewhere"), List.of("output:3"));

        assertThat(slice("output:3").external()).containsExactly("deployment:elsewhere");
        assertThat(slice("output:3").unknown()).isEmpty();
        assertThat(slice("output:nowhere").unknown()).containsExactly("output:nowhere");
        assertThat(slice("output:nowhere").indexes()).isEmpty();
    }

    @Test
    void theCostIsThatOfTheSliceNotOfTheLog() {
        int before = cost();
        for (int i = 0; i < 300; i++) {
            fixture.record("cloud", LogFixture.served(), List.of("deployment:ct-assist"), List.of("output:x" + i));
        }

        assertThat(cost()).isEqualTo(before);
    }

    /** Any graph, with cycles: the same as the least set closed under the definition. */
    @Property(tries = 300, seed = "7")
    void causalEventsAreThoseThatReachTheOutput(@ForAll("graphs") List<List<List<String>>> graph) {
        MemoryEventStore store = new MemoryEventStore();
        for (List<List<String>> edges : graph) {
            store.append(store.size(), List.of(entry(store.size(), edges.get(0), edges.get(1))), Checkpointer.NONE);
        }

        Slice slice = new CausalSlicer(store).cut(LogFixture.entities(List.of("model:0")));

        Set<String> reached = new HashSet<>(Set.of("model:0"));
        Set<Long> events = new TreeSet<>();
        for (boolean grew = true; grew; ) {
            grew = false;
            for (int i = 0; i < graph.size(); i++) {
                if (graph.get(i).get(1).stream().anyMatch(reached::contains)) {
                    grew |= events.add((long) i);
                    grew |= reached.addAll(graph.get(i).get(0));
                }
            }
        }
        assertThat(slice.causal()).containsExactlyElementsOf(events);
    }

    @Provide
    Arbitrary<List<List<List<String>>>> graphs() {
        Arbitrary<List<String>> entities = Arbitraries.integers()
                .between(0, 7)
                .map(number -> "model:" + number)
                .set()
                .ofMaxSize(3)
                .map(List::copyOf);
        return Combinators.combine(entities, entities).as(List::of).list().ofMaxSize(12);
    }

    private static StoredEvent entry(long number, List<String> uses, List<String> generates) {
        return StoredEvent.of(
                LogFixture.START,
                new byte[] {1},
                new Event(
                        EventId.of(
                                LogFixture.START,
                                ByteBuffer.allocate(10).putLong(2, number).array()),
                        "ModelAdapted",
                        1,
                        LogFixture.CHAIN,
                        new PartyId("edgechip"),
                        null,
                        LogFixture.START,
                        LogFixture.entities(uses),
                        LogFixture.entities(generates),
                        0,
                        null,
                        List.of(),
                        new ModelAdapted(ModelAdapted.Technique.INT8, "npu", null)));
    }

    private int cost() {
        CountingStore counting = new CountingStore(log);
        new CausalSlicer(counting).cut(LogFixture.entities(List.of("output:1")));
        return counting.count;
    }

    private Slice slice(String entity) {
        return log.slice(LogFixture.entities(List.of(entity)));
    }

    private long record(String party, EventBody body, String... generates) {
        return fixture.record(party, body, List.of(), List.of(generates)).index();
    }

    private long registered(String party) {
        long index = log.size();
        fixture.party(party);
        return index;
    }

    private static InsuranceBound insurance(String insurer, String insured) {
        return new InsuranceBound(
                new PartyId(insurer),
                new PartyId(insured),
                "P-1",
                new Amount(BigDecimal.TEN, "CNY"),
                null,
                null,
                LogFixture.START,
                LogFixture.START,
                List.of());
    }

    private static AgreementConcluded agreement(String one, String other) {
        return new AgreementConcluded(
                null,
                AgreementConcluded.Kind.DISTILLATION_SERVICE,
                List.of(new PartyId(one), new PartyId(other)),
                null,
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                null,
                List.of());
    }

    /** Counts what is asked of a log and how much it answers. */
    private static final class CountingStore implements EventStore {
        private final ChainLog log;
        private int count;

        CountingStore(ChainLog log) {
            this.log = log;
        }

        @Override
        public Optional<StoredEvent> read(long index) {
            count++;
            return log.read(index);
        }

        @Override
        public void copy(long expectedSize, List<StoredEvent> entries, List<StoredCheckpoint> checkpoints) {
            throw new UnsupportedOperationException("a slice writes nothing");
        }

        @Override
        public List<StoredCheckpoint> checkpoints(long after, int limit) {
            throw new UnsupportedOperationException("a slice needs no checkpoint");
        }

        @Override
        public List<StoredEvent> read(long from, int limit) {
            throw new UnsupportedOperationException("a slice reads single entries");
        }

        @Override
        public List<Long> find(EdgeKind kind, String key) {
            List<Long> found = log.find(kind, key);
            // the actor of a slice acts elsewhere too; whoever asks for all its acts pays for them
            count += 1 + found.size();
            return found;
        }

        @Override
        public List<Long> find(EntryQuery query) {
            throw new UnsupportedOperationException("a slice follows edges");
        }

        @Override
        public long size() {
            throw new UnsupportedOperationException("a slice does not ask for the size of the log");
        }

        @Override
        public void append(long expectedSize, List<StoredEvent> entries, Checkpointer checkpointer) {
            throw new UnsupportedOperationException("a slice writes nothing");
        }

        @Override
        public Optional<Position> before(String chain, String recorder, long seq) {
            throw new UnsupportedOperationException("a slice does not walk counters");
        }

        @Override
        public Optional<Position> after(String chain, String recorder, long seq) {
            throw new UnsupportedOperationException("a slice does not walk counters");
        }

        @Override
        public byte[] node(int level, long index) {
            throw new UnsupportedOperationException("a slice needs no proof");
        }

        @Override
        public Optional<StoredCheckpoint> lastCheckpoint() {
            throw new UnsupportedOperationException("a slice needs no checkpoint");
        }

        @Override
        public boolean replaceCheckpoint(StoredCheckpoint known, Bytes note) {
            throw new UnsupportedOperationException("a slice writes nothing");
        }

        @Override
        public List<StoredCheckpoint> checkpoints() {
            throw new UnsupportedOperationException("a slice needs no checkpoint");
        }

        @Override
        public Optional<String> setting(String name) {
            throw new UnsupportedOperationException("a slice needs no setting");
        }

        @Override
        public void define(String name, String value) {
            throw new UnsupportedOperationException("a slice writes nothing");
        }

        @Override
        public Vault vault() {
            throw new UnsupportedOperationException("a slice does not ask for personal values");
        }

        @Override
        public List<String> faults() {
            return new ArrayList<>();
        }

        @Override
        public void close() {
            log.close();
        }
    }
}
