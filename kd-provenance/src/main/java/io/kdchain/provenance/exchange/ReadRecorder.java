package io.kdchain.provenance.exchange;

import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.Position;
import io.kdchain.provenance.store.StoredCheckpoint;
import io.kdchain.provenance.store.StoredEvent;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Writes down which entries of a log are read while a slice is judged: these are what a bundle must hold. The
 * neighbours in a party's count are hidden, as a reader of the bundle will not have them either.
 */
final class ReadRecorder implements EventReader {
    private static final long NOT_HERE = -1;

    private final EventReader log;
    private final NavigableSet<Long> read = new TreeSet<>();

    ReadRecorder(EventReader log) {
        this.log = log;
    }

    NavigableSet<Long> entries() {
        return read;
    }

    @Override
    public Optional<StoredEvent> read(long index) {
        Optional<StoredEvent> entry = index < 0 ? Optional.empty() : log.read(index);
        if (entry.isPresent()) {
            read.add(index);
        }
        return entry;
    }

    @Override
    public long size() {
        return log.size();
    }

    @Override
    public List<Long> find(EdgeKind kind, String key) {
        return log.find(kind, key);
    }

    @Override
    public Optional<Position> before(String chain, String recorder, long seq) {
        return log.before(chain, recorder, seq).map(place -> new Position(place.seq(), NOT_HERE));
    }

    @Override
    public Optional<Position> after(String chain, String recorder, long seq) {
        return log.after(chain, recorder, seq).map(place -> new Position(place.seq(), NOT_HERE));
    }

    @Override
    public byte[] node(int level, long index) {
        return log.node(level, index);
    }

    @Override
    public Optional<StoredCheckpoint> lastCheckpoint() {
        return log.lastCheckpoint();
    }

    @Override
    public Optional<String> setting(String name) {
        return log.setting(name);
    }
}
