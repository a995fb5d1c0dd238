package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Commitment;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/** Sealed values in a table beside the entries. */
final class JdbcVault implements Vault {
    private final JdbcEventStore store;

    JdbcVault(JdbcEventStore store) {
        this.store = store;
    }

    @Override
    public void put(Commitment commitment, Sealed value) {
        if (find(commitment).isPresent()) {
            throw new StoreException("A value is kept under %s already.".formatted(commitment));
        }
        Bytes content = value.content();
        store.write(session -> session.update(
                "INSERT INTO kd_vault (commitment, key_id, content) VALUES (?, ?, ?)",
                commitment.toString(),
                value.key(),
                content == null ? null : content.toArray()));
    }

    @Override
    public Optional<Sealed> find(Commitment commitment) {
        return store.read(session -> session.one(
                "SELECT key_id, content FROM kd_vault WHERE commitment = ?", JdbcVault::value, commitment.toString()));
    }

    private static Sealed value(ResultSet row) throws SQLException {
        String key = row.getString(1);
        byte[] content = row.getBytes(2);
        return key == null || content == null ? Sealed.ERASED : new Sealed(key, Bytes.of(content));
    }

    @Override
    public void erase(Collection<Commitment> commitments) {
        store.write(session -> {
            for (Commitment commitment : commitments) {
                session.update(
                        "UPDATE kd_vault SET key_id = NULL, content = NULL WHERE commitment = ?",
                        commitment.toString());
            }
        });
        store.scrubVault();
    }
}
