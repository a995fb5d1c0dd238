package io.kdchain.rules.governance;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a log had recorded by a time, with the terms of a pack. */
final class Register {
    private final EntrySource source;
    private final RulePack pack;
    private final Instant asOf;
    private final Map<Class<?>, List<LogEntry>> byType = new HashMap<>();

    Register(EntrySource source, RulePack pack, Instant asOf) {
        this.source = source;
        this.pack = pack;
        this.asOf = asOf;
    }

    /** An entry and what it says. */
    record Said<T extends EventBody>(LogEntry entry, T body) {
        PartyId actor() {
            return entry.event().actor();
        }

        /** Recorded by the log, whatever the actor says later. */
        Instant recordedAt() {
            return entry.recordedAt();
        }

        /** The earlier of what the actor says and what the log recorded. */
        Instant knownAt() {
            Instant said = entry.event().at();
            return said.isBefore(entry.recordedAt()) ? said : entry.recordedAt();
        }
    }

    /** Everything of one type, in the order of the log. */
    <T extends EventBody> List<Said<T>> all(Class<T> type) {
        return byType
                .computeIfAbsent(
                        type,
                        asked -> inOrder(source.ofTypes(Set.of(type.getSimpleName())).stream()
                                .filter(entry -> type.isInstance(entry.event().body()))))
                .stream()
                .map(entry -> new Said<>(entry, type.cast(entry.event().body())))
                .toList();
    }

    /** Who generated an entity, in the order of the log. */
    List<LogEntry> makersOf(EntityId entity) {
        return inOrder(source.makersOf(entity).stream());
    }

    private List<LogEntry> inOrder(Stream<LogEntry> entries) {
        return entries.filter(entry -> !entry.recordedAt().isAfter(asOf))
                .sorted(Comparator.comparingLong(LogEntry::index))
                .toList();
    }

    /** A term of the pack as of the day of a moment; empty where the pack has none. */
    Optional<Parameter> term(String name, Instant moment) {
        return pack.parameters().find(name, moment.atOffset(ZoneOffset.UTC).toLocalDate());
    }

    static boolean refersTo(LogEntry entry, LogEntry other) {
        return entry.event().refs().contains(other.event().id());
    }

    static boolean names(Collection<EntityId> entities, EntityId entity) {
        return entities.stream().anyMatch(one -> one.matches(entity));
    }

    /** Whether entities hold one, or what it came of directly. */
    boolean reaches(Collection<EntityId> entities, EntityId entity) {
        return names(entities, entity)
                || makersOf(entity).stream()
                        .flatMap(maker -> maker.event().uses().stream())
                        .anyMatch(used -> names(entities, used));
    }
}
