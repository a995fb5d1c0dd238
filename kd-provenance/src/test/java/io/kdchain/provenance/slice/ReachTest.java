package io.kdchain.provenance.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.DataAudited;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.store.Checkpointer;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoredEvent;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ReachTest {
    private final LogFixture fixture = LogFixture.chain(new MemoryEventStore());
    private final ChainLog log = fixture.log();

    @Test
    void everyOutputThatADataSetReachedIsNamed() {
        fixture.record("cloud", LogFixture.served(), List.of("deployment:ct-assist"), List.of("output:2"));
        fixture.record("cloud", LogFixture.served(), List.of("deployment:elsewhere"), List.of("output:3"));

        Reach reach = log.reach(LogFixture.entities(List.of("dataset:ct")));

        assertThat(reach.outputs()).containsExactly("output:1", "output:2");
        assertThat(reach.entities())
                .contains("model:teacher", "model:student", "model:student-int8", "deployment:ct-assist")
                .doesNotContain("dataset:ct", "output:3");
        assertThat(reach.slice().causal()).containsExactly(9L, 10L, 11L, 12L, 13L, 14L, 15L);
        assertThat(log.evidence(reach.slice()).rejected()).isEmpty();
    }

    @Test
    void whatMadeItAndWhatIsSaidAboutItIsRelated() {
        long audit = fixture.record(
                        "auditor",
                        new DataAudited(EntityId.parse("model:student"), DataAudited.Kind.BIAS, false, null, List.of()),
                        List.of(),
                        List.of())
                .index();

        Slice slice = log.reach(LogFixture.entities(List.of("dataset:ct"))).slice();

        assertThat(slice.related()).contains(7L, 8L, audit);
        assertThat(slice.external()).isEmpty();
    }

    @Test
    void whatIsNotKnownIsToldFromWhatIsNotMadeHere() {
        fixture.record("cloud", LogFixture.served(), List.of("deployment:elsewhere"), List.of("output:3"));

        Reach reach = log.reach(LogFixture.entities(List.of("deployment:elsewhere", "dataset:nowhere")));

        assertThat(reach.outputs()).containsExactly("output:3");
        assertThat(reach.slice().external()).containsExactly("deployment:elsewhere");
        assertThat(reach.slice().unknown()).containsExactly("dataset:nowhere");
    }

    /** Any graph, with cycles: the same as the least set closed under the definition. */
    @Property(tries = 300, seed = "11")
    void causalEventsAreThoseThatTheEntityReaches(@ForAll("graphs") List<List<List<String>>> graph) {
        MemoryEventStore store = new MemoryEventStore();
        for (List<List<String>> edges : graph) {
            store.append(store.size(), List.of(entry(store.size(), edges.get(0), edges.get(1))), Checkpointer.NONE);
        }

        Reach reach = new CausalSlicer(store).reach(LogFixture.entities(List.of("model:0")));

        Set<String> reached = new HashSet<>(Set.of("model:0"));
        Set<Long> events = new TreeSet<>();
        for (boolean grew = true; grew; ) {
            grew = false;
            for (int i = 0; i < graph.size(); i++) {
                if (graph.get(i).get(0).stream().anyMatch(reached::contains)) {
                    grew |= events.add((long) i);
                    grew |= reached.addAll(graph.get(i).get(1));
                }
            }
        }
        reached.remove("model:0");
        assertThat(reach.slice().causal()).containsExactlyElementsOf(events);
        assertThat(reach.entities()).containsExactlyInAnyOrderElementsOf(reached);
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
}
