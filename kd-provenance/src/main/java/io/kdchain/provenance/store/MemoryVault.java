package io.kdchain.provenance.store;

import io.kdchain.provenance.event.Commitment;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps sealed values in memory, as {@link MemoryEventStore} keeps entries. */
final class MemoryVault implements Vault {
    private final Map<Commitment, Sealed> values = new ConcurrentHashMap<>();

    @Override
    public void put(Commitment commitment, Sealed value) {
        if (values.putIfAbsent(commitment, value) != null) {
            throw new StoreException("A value is kept under %s already.".formatted(commitment));
        }
    }

    @Override
    public Optional<Sealed> find(Commitment commitment) {
        return Optional.ofNullable(values.get(commitment));
    }

    @Override
    public void erase(Collection<Commitment> commitments) {
        commitments.forEach(commitment -> values.replace(commitment, Sealed.ERASED));
    }
}
