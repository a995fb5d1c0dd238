package io.kdchain.examples.medical;

import io.kdchain.examples.story.LabelledAnswer;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.label.aigc.AigcFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps in memory what the parties write. */
final class ListBook implements Book {

    record Entry(Cast party, Instant at, EventBody body, Edges edges) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<Cast> parties = new ArrayList<>();

    @Override
    public void register(Cast party, Instant at) {
        parties.add(party);
    }

    @Override
    public EventId write(Cast party, Instant at, EventBody body, Edges edges) {
        entries.add(new Entry(party, at, body, edges));
        return EventId.of(at, "entry %06d".formatted(entries.size()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public LabelledAnswer labelled(Cast server, EntityId output, AigcFile answer) {
        throw new UnsupportedOperationException("a label proves what stands in a log, and this book has none");
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    List<Cast> parties() {
        return List.copyOf(parties);
    }

    <T extends EventBody> List<T> bodies(Class<T> type) {
        return entries.stream()
                .map(Entry::body)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
