package io.kdchain.rules.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the chain recorded about an incident, as plain data: who takes part, what happened, how each record verified.
 *
 * @param parties in the order in which they are shown
 * @param events in the order of the log; indexes unique
 * @param findings what else a reader should know of the record, such as events that were counted and are missing
 * @param log where it was read; null when a scenario file was judged
 */
public record ChainView(
        List<PartyView> parties,
        List<EventView> events,
        List<String> findings,
        @Nullable LogView log) {
    /** Nothing known of the chain. */
    public static final ChainView EMPTY = new ChainView(List.of(), List.of(), List.of(), null);

    public ChainView {
        parties = List.copyOf(parties);
        events = List.copyOf(events);
        findings = List.copyOf(findings);
        if (events.stream().map(EventView::index).distinct().count() != events.size()) {
            throw new IllegalArgumentException("Two events of the view have the same index; each leaf has its own.");
        }
    }

    /**
     * A party.
     *
     * @param id as events name it
     * @param name as registered; empty if none is
     * @param roles registered ones, such as {@code hardware-adapter}
     * @param jurisdiction such as {@code CN}; may be empty
     */
    public record PartyView(String id, String name, List<String> roles, String jurisdiction) {
        public PartyView {
            roles = List.copyOf(roles);
        }
    }

    /**
     * A recorded event.
     *
     * @param index leaf index in the log, or position in the scenario's chain
     * @param leaf leaf index, where it differs from {@code index}; else equal to it
     * @param type such as {@code ModelAdapted}; an unknown type is shown as it is
     * @param actor id of the party that acted
     * @param at when the party says that it acted
     * @param recordedAt by the log's clock; null when there was none
     * @param stage {@code data}, {@code teacher}, {@code distillation}, {@code adaptation}, {@code deployment} or
     *     {@code use} for an act in the chain; empty for an event about one
     * @param uses ids of entities
     * @param generates ids of entities
     * @param about ids of entities that the event speaks of without using them
     * @param details further fields worth reading, such as {@code technique} and {@code int8}
     * @param admission how it verified
     * @param reason why it was not admitted; empty otherwise
     */
    public record EventView(
            long index,
            long leaf,
            String type,
            String actor,
            Instant at,
            @Nullable Instant recordedAt,
            String stage,
            List<String> uses,
            List<String> generates,
            List<String> about,
            List<Detail> details,
            Admission admission,
            String reason) {
        public EventView {
            uses = List.copyOf(uses);
            generates = List.copyOf(generates);
            about = List.copyOf(about);
            details = List.copyOf(details);
        }
    }

    /** A field of an event, ready to be read. */
    public record Detail(String name, String value) {}

    /** How an event verified. */
    public enum Admission {
        /** Signature, inclusion in the log and digests hold. */
        ADMITTED,
        /** Something does not hold: it proves nothing. */
        REJECTED,
        /** Its type or version is unknown here; kept and verified, not interpreted. */
        NOT_UNDERSTOOD
    }

    /**
     * The log that was read.
     *
     * @param url JDBC URL, as {@code kd log verify --log} takes it
     * @param origin name of the log in its checkpoints
     * @param size number of entries at the checkpoint
     * @param rootHash root of the tree at the checkpoint, as checkpoints print it
     * @param trustFile file that holds the key of the registrar, for {@code --trust}; empty if none was written
     */
    public record LogView(String url, String origin, long size, String rootHash, String trustFile) {}

    /** The party of this id, if it is known. */
    public Optional<PartyView> party(String id) {
        return parties.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    /** The registered name of the party of this id; the id where none is known. */
    public String name(String id) {
        return party(id).map(PartyView::name).filter(n -> !n.isEmpty()).orElse(id);
    }
}
