package io.kdchain.provenance;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.LegalHoldLifted;
import io.kdchain.provenance.event.LegalHoldSet;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.StoredEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The legal holds in force at the end of a log. A hold on something holds its whole causal slice: what an output
 * depends on is evidence about the output. One about nothing in particular holds what its own party recorded. Only who
 * set a hold lifts it.
 */
final class LegalHolds {
    private final ChainLog log;
    private final Map<Long, Hold> holds = new LinkedHashMap<>();

    /**
     * A hold.
     *
     * @param by who set it
     * @param about concerning what, as {@code kind:name}, as far as it was not lifted
     * @param onParty whether it concerns what its party recorded
     */
    private record Hold(PartyId by, Set<String> about, boolean onParty) {}

    private LegalHolds(ChainLog log) {
        this.log = log;
    }

    static LegalHolds of(ChainLog log) {
        LegalHolds holds = new LegalHolds(log);
        SortedSet<Long> indexes = new TreeSet<>(log.find(EdgeKind.TYPE, LegalHoldSet.class.getSimpleName()));
        indexes.addAll(log.find(EdgeKind.TYPE, LegalHoldLifted.class.getSimpleName()));
        for (long index : indexes) {
            event(log, index).ifPresent(event -> holds.apply(index, event));
        }
        return holds;
    }

    private void apply(long index, Event event) {
        if (event.body() instanceof LegalHoldSet set) {
            holds.put(
                    index,
                    new Hold(event.actor(), keys(set.about()), set.about().isEmpty()));
        } else if (event.body() instanceof LegalHoldLifted lifted) {
            holds.values().stream()
                    .filter(hold -> hold.by().equals(event.actor()))
                    .forEach(hold -> hold.about().removeAll(keys(lifted.about())));
            holds.values()
                    .removeIf(hold -> hold.by().equals(event.actor())
                            && hold.about().isEmpty()
                            && (!hold.onParty() || lifted.about().isEmpty()));
        }
    }

    private static Set<String> keys(List<EntityId> entities) {
        return entities.stream().map(EntityId::key).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The first hold on an entry: the index of the event that set it. */
    Optional<Long> on(long index) {
        return holds.entrySet().stream()
                .filter(entry -> covers(entry.getValue(), index))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private boolean covers(Hold hold, long index) {
        if (hold.onParty()) {
            return event(log, index)
                    .map(event -> event.actor().equals(hold.by()) || hold.by().equals(event.observedBy()))
                    .orElse(true);
        }
        return log.slice(hold.about().stream().map(EntityId::parse).toList())
                .indexes()
                .contains(index);
    }

    /** In words: who holds what. */
    String describe(long hold) {
        Hold found = holds.get(hold);
        if (found == null) {
            throw new IllegalArgumentException("Entry %d sets no hold that is in force.".formatted(hold));
        }
        return "entry %d, by '%s', sets a legal hold on %s"
                .formatted(
                        hold,
                        found.by(),
                        found.onParty() ? "all that this party recorded" : String.join(", ", found.about()));
    }

    /** The event of an entry; nothing where it cannot be read. */
    static Optional<Event> event(ChainLog log, long index) {
        return log.read(index).map(StoredEvent::envelope).flatMap(envelope -> {
            try {
                return Optional.of(SignedEvent.parse(envelope.toArray()).event());
            } catch (MalformedEventException e) {
                return Optional.empty();
            }
        });
    }
}
