package io.kdchain.rules.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a scenario's chain, with the mischief that is to be played on it.
 *
 * @param index position in the chain, from 0
 * @param place where it stands in the file
 * @param at when the party says that it acted
 * @param recordedAt when the log records it
 * @param actor id of the party that acts
 * @param type name of the event type
 * @param uses ids of entities consumed
 * @param generates ids of entities produced
 * @param refs positions of earlier entries that it answers
 * @param body the fields of its type
 * @param observedBy id of the recorder, or null
 * @param sameAs position of an earlier identical entry, of which this one is a repetition; its own index if there is
 *     none
 * @param mischief what a dishonest operator or party does to it
 */
record ScenarioEvent(
        int index,
        Place place,
        Instant at,
        Instant recordedAt,
        String actor,
        String type,
        List<String> uses,
        List<String> generates,
        List<Integer> refs,
        ObjectNode body,
        @Nullable String observedBy,
        int sameAs,
        Mischief mischief) {

    ScenarioEvent {
        uses = List.copyOf(uses);
        generates = List.copyOf(generates);
        refs = List.copyOf(refs);
    }

    /** Whether an earlier entry says the same, so that this one counts for nothing. */
    boolean isRepetition() {
        return sameAs != index;
    }

    /**
     * What is done to an event against the rules of the log.
     *
     * @param unsigned no signature
     * @param signedBy signed with this party's key in the actor's name; null means with the actor's
     * @param tamper paths and values changed in storage after signing
     * @param tamperedBy who changed them; null means the actor
     * @param withheld made and counted by its actor, but not in the log
     * @param erased its content is erased from the log
     */
    record Mischief(
            boolean unsigned,
            @Nullable String signedBy,
            SortedMap<String, JsonNode> tamper,
            @Nullable String tamperedBy,
            boolean withheld,
            boolean erased) {}
}
