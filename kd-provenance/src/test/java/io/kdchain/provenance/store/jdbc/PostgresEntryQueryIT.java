package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.store.EntryQueryContract;
import io.kdchain.provenance.store.EventStore;
import java.sql.SQLException;

class PostgresEntryQueryIT extends EntryQueryContract {
    @Override
    protected EventStore open() {
        try {
            return JdbcEventStore.open(TestPostgres.newDatabase(), true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
