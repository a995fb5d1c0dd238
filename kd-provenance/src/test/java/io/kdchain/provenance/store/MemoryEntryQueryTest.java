package io.kdchain.provenance.store;

class MemoryEntryQueryTest extends EntryQueryContract {
    @Override
    protected EventStore open() {
        return new MemoryEventStore();
    }
}
