package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.store.EntryQueryContract;
import io.kdchain.provenance.store.EventStore;

class SqliteEntryQueryTest extends EntryQueryContract {
    @Override
    protected EventStore open() {
        return JdbcEventStore.open("jdbc:sqlite::memory:", true);
    }
}
