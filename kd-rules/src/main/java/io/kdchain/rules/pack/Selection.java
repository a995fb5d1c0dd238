package io.kdchain.rules.pack;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events count for a provider.
 *
 * @param type type of event
 * @param relations how the provider is named by them; one is enough; empty where an entity ties them to it
 * @param where what they must say
 * @param by whose word counts: {@link #ANYONE}, {@link #OTHERS}, or the field that names who must sign
 * @param roles of which who signs must hold one; empty means any
 * @param within how long they count from when they were recorded; null means for ever
 * @param since field with their beginning; null means that they count from when they were recorded
 * @param until field with their end; null means none
 * @param withdrawnBy what ends them; null means nothing
 * @param latest fields that tell what they are about: of several about the same only the last counts; empty means all
 */
public record Selection(
        String type,
        List<Relation> relations,
        Condition where,
        String by,
        List<String> roles,
        @Nullable Duration within,
        @Nullable String since,
        @Nullable String until,
        @Nullable Counterpart withdrawnBy,
        List<String> latest) {
    /** The provider's own word counts. */
    public static final String ANYONE = "anyone";
    /** Only the word of another legal person counts. */
    public static final String OTHERS = "others";

    public Selection {
        relations = List.copyOf(relations);
        roles = List.copyOf(roles);
        latest = List.copyOf(latest);
    }

    /**
     * How an event names a provider.
     *
     * @param kind how
     * @param field in which field; empty for the actor
     */
    public record Relation(Kind kind, String field) {
        /** How. */
        public enum Kind {
            /** It acts. */
            ACTOR,
            /** A field is its id. */
            IS,
            /** A field is something that it made. */
            MADE,
            /** A field is something that it made or used. */
            HANDLED
        }
    }

    /**
     * Another event that belongs to one, recorded after it.
     *
     * @param type type of event
     * @param same fields with the same values in both; a field of the one, then of the other
     */
    public record Counterpart(String type, List<Pair> same) {
        public Counterpart {
            same = List.copyOf(same);
        }

        /**
         * Two fields of the same value.
         *
         * @param one of the event
         * @param other of its counterpart
         */
        public record Pair(String one, String other) {}
    }
}
