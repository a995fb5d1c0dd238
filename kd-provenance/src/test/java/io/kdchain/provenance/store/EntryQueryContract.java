package io.kdchain.provenance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.DataAudited;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.PartyId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store answers when it is asked for entries. */
public abstract class EntryQueryContract {
    private static final Instant START = LogFixture.START;

    private EventStore store = new MemoryEventStore();
    private final List<StoredEvent> entries = new ArrayList<>();

    /** An empty store. */
    protected abstract EventStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void entriesAreFoundByWhatTheyConcern() {
        append("a", "cloud", null, served("output:1", "deployment:d"), 0, 0);
        append("a", "auditor", null, audited("deployment:d"), 1, 1);
        append("a", "cloud", null, served("output:2", "deployment:e"), 2, 2);

        assertThat(find(EntryQuery.all().entity(EntityId.parse("deployment:d"))))
                .containsExactly(0L, 1L);
        assertThat(find(EntryQuery.all().entity(EntityId.parse("output:2")))).containsExactly(2L);
        assertThat(find(EntryQuery.all().entity(EntityId.parse("output:2@" + LogFixture.digest(1)))))
                .containsExactly(2L);
        assertThat(find(EntryQuery.all().entity(EntityId.parse("output:3")))).isEmpty();
    }

    @Test
    void aPartyIsFoundAsActorAndAsObserver() {
        append("a", "cloud", null, served("output:1", "deployment:d"), 0, 0);
        append("a", "cloud", "auditor", served("output:2", "deployment:d"), 1, 1);
        append("a", "auditor", null, audited("deployment:d"), 2, 2);

        assertThat(find(EntryQuery.all().party(new PartyId("cloud")))).containsExactly(0L, 1L);
        assertThat(find(EntryQuery.all().party(new PartyId("auditor")))).containsExactly(1L, 2L);
    }

    @Test
    void bothTimesAreToldApart() {
        append("a", "cloud", null, served("output:1", "deployment:d"), 10, 500);
        append("a", "cloud", null, served("output:2", "deployment:d"), 20, 400);

        assertThat(find(EntryQuery.all().recorded(START.plusMillis(20), null))).containsExactly(1L);
        assertThat(find(EntryQuery.all().recorded(null, START.plusMillis(20)))).containsExactly(0L);
        assertThat(find(EntryQuery.all().claimed(START.plusMillis(401), null))).containsExactly(0L);
        assertThat(find(EntryQuery.all().claimed(START.plusMillis(400), START.plusMillis(500))))
                .containsExactly(1L);
        assertThat(find(EntryQuery.all().recorded(START.plusMillis(19).plusNanos(1), null)))
                .containsExactly(1L);
        assertThat(find(EntryQuery.all().recorded(null, START.plusMillis(10).plusNanos(1))))
                .containsExactly(0L);
        assertThat(find(EntryQuery.all().recorded(Instant.MIN, Instant.MAX).claimed(Instant.MIN, Instant.MAX)))
                .containsExactly(0L, 1L);
    }

    @Test
    void whatIsNoEventIsFoundByItsPlaceOnly() {
        store.append(
                0,
                List.of(new StoredEvent(START, Bytes.of(new byte[] {1}), Bytes.of(new byte[32]), null)),
                Checkpointer.NONE);

        assertThat(find(EntryQuery.all())).containsExactly(0L);
        assertThat(find(EntryQuery.all().recorded(START, null))).containsExactly(0L);
        assertThat(find(EntryQuery.all().claimed(Instant.MIN, null))).isEmpty();
        assertThat(find(EntryQuery.all().chain("a"))).isEmpty();
    }

    /** Any mixture of conditions on any page: what a plain look at every entry finds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "entity",
                "party",
                "type",
                "chain",
                "recorded claimed",
                "entity party",
                "type chain recorded",
                "entity party type chain recorded claimed"
            })
    void conditionsCombine(String conditions) {
        Random random = new Random(conditions.length());
        for (int i = 0; i < 120; i++) {
            String actor = pick(random, "cloud", "edgechip", "smallai");
            append(
                    pick(random, "a", "b"),
                    actor,
                    random.nextInt(4) == 0 ? pick(random, "auditor", "cloud") : null,
                    random.nextBoolean()
                            ? served("output:" + random.nextInt(9), "deployment:" + random.nextInt(3))
                            : audited("deployment:" + random.nextInt(3)),
                    random.nextInt(50),
                    random.nextInt(50));
        }
        for (int i = 0; i < 60; i++) {
            EntryQuery query = EntryQuery.all().limit(1 + random.nextInt(20)).newestFirst(random.nextBoolean());
            for (String condition : words(conditions)) {
                query = with(condition, query, random);
            }
            assertPages(query);
        }
    }

    private static EntryQuery with(String condition, EntryQuery query, Random random) {
        Instant from = START.plusMillis(random.nextInt(30));
        return switch (condition) {
            case "entity" -> query.entity(EntityId.parse("deployment:" + random.nextInt(4)));
            case "party" -> query.party(new PartyId(pick(random, "cloud", "auditor", "nobody")));
            case "type" ->
                query.types(random.nextBoolean() ? Set.of("OutputServed") : Set.of("DataAudited", "OutputServed"));
            case "chain" -> query.chain(pick(random, "a", "b", "c"));
            case "recorded" -> query.recorded(from, random.nextBoolean() ? from.plusMillis(15) : null);
            case "claimed" -> query.claimed(null, from.plusMillis(10));
            default -> throw new IllegalArgumentException(condition);
        };
    }

    @Test
    void aPageGoesOnWhereTheLastOneEndedWhateverIsAppended() {
        for (int i = 0; i < 6; i++) {
            append("a", "cloud", null, served("output:" + i, "deployment:d"), 0, 0);
        }
        EntryQuery query = EntryQuery.all().party(new PartyId("cloud")).limit(4);
        List<Long> first = find(query);
        append("a", "cloud", null, served("output:9", "deployment:d"), 0, 0);

        assertThat(first).containsExactly(0L, 1L, 2L, 3L);
        assertThat(find(query.after(3))).containsExactly(4L, 5L, 6L);
        assertThat(find(query.newestFirst(true).after(5))).containsExactly(4L, 3L, 2L, 1L);
        assertThat(find(query.after(6))).isEmpty();
        assertThat(find(query.after(Long.MAX_VALUE))).isEmpty();
        assertThat(find(query.newestFirst(true).after(0))).isEmpty();
    }

    @Test
    void aQueryThatCannotBeAnsweredIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> EntryQuery.all().limit(0));
        assertThatIllegalArgumentException().isThrownBy(() -> EntryQuery.all().recorded(START, START));
    }

    private void assertPages(EntryQuery query) {
        List<Long> expected = new ArrayList<>(LongStream.range(0, entries.size())
                .filter(index -> query.matches(entries.get((int) index)))
                .boxed()
                .toList());
        if (query.newestFirst()) {
            Collections.reverse(expected);
        }
        List<Long> found = new ArrayList<>();
        List<Long> page = find(query);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(query.limit());
            found.addAll(page);
            page = find(query.after(page.get(page.size() - 1)));
        }
        assertThat(found).as(query.toString()).isEqualTo(expected);
    }

    private List<Long> find(EntryQuery query) {
        return store.find(query);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    private static String pick(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }

    /** What happened, with its entities. */
    private record Said(EventBody body, List<EntityId> uses, List<EntityId> generates) {}

    private static Said served(String output, String deployment) {
        return new Said(
                LogFixture.served(), LogFixture.entities(List.of(deployment)), LogFixture.entities(List.of(output)));
    }

    private static Said audited(String entity) {
        return new Said(
                new DataAudited(EntityId.parse(entity), DataAudited.Kind.BIAS, true, null, List.of()),
                List.of(),
                List.of());
    }

    private void append(
            String chain, String actor, @Nullable String observer, Said said, long recordedMillis, long atMillis) {
        int number = entries.size();
        Event event = new Event(
                EventId.of(START, ByteBuffer.allocate(10).putLong(2, number).array()),
                said.body().type(),
                1,
                chain,
                new PartyId(actor),
                observer == null ? null : new PartyId(observer),
                START.plusMillis(atMillis),
                said.uses(),
                said.generates(),
                number,
                number == 0 ? null : LogFixture.digest(number),
                List.of(),
                said.body());
        StoredEvent entry = StoredEvent.of(START.plusMillis(recordedMillis), new byte[] {(byte) number}, event);
        store.append(number, List.of(entry), Checkpointer.NONE);
        entries.add(entry);
    }
}
