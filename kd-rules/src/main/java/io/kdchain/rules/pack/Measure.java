package io.kdchain.rules.pack;

import io.kdchain.provenance.event.EntityKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a criterion of an assessment is computed from events. */
public sealed interface Measure permits Measure.Holds, Measure.Share, Measure.Each, Measure.Timely, Measure.Answered {

    /**
     * All or nothing: there is such an event.
     *
     * @param events which
     */
    record Holds(Selection events) implements Measure {}

    /**
     * The part of events that is good.
     *
     * @param events of which events
     * @param good what the good ones say
     * @param confirmedBy without which no event is good, recorded by somebody else; null means nothing
     */
    record Share(Selection events, Condition good, Selection.@Nullable Counterpart confirmedBy) implements Measure {}

    /**
     * The part of the provider's entities about which there is a good event.
     *
     * @param kind kind of entity
     * @param used whether entities count that the provider only used
     * @param from types of the provider's acts by which the entities come in; empty means any
     * @param field of the events that names the entity
     * @param events which events
     * @param good what the good ones say
     */
    record Each(EntityKind kind, boolean used, List<String> from, String field, Selection events, Condition good)
            implements Measure {
        public Each {
            from = List.copyOf(from);
        }
    }

    /**
     * The part of obligations that was met in time, of those that are met or due.
     *
     * @param obligation code of a kind of obligation, as {@code kd monitor} names it
     */
    record Timely(String obligation) implements Measure {}

    /**
     * The part of events that the provider answered in time by a measure.
     *
     * @param events which
     * @param measures codes of measures that answer
     * @param term how long after the event was recorded
     */
    record Answered(Selection events, List<String> measures, Duration term) implements Measure {
        public Answered {
            measures = List.copyOf(measures);
        }
    }
}
