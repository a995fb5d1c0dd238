package io.kdchain.provenance.store;

class MemoryEventStoreTest extends EventStoreContract {
    @Override
    protected EventStore open() {
        return new MemoryEventStore();
    }
}
