package io.kdchain.examples.medical;

import io.kdchain.examples.story.LabelledAnswer;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.label.aigc.AigcFile;
import java.time.Instant;
import java.util.List;

/** Where the parties write what they do. */
interface Book {

    /** Registers a party with its key. */
    void register(Cast party, Instant at);

    /** Writes an act of a party and answers the id of its event. */
    EventId write(Cast party, Instant at, EventBody body, Edges edges);

    /** Labels an answer whose event a party wrote into this book. */
    LabelledAnswer labelled(Cast server, EntityId output, AigcFile answer);

    /**
     * What an act is tied to.
     *
     * @param uses entities consumed
     * @param generates entities produced
     * @param refs events answered
     */
    record Edges(List<EntityId> uses, List<EntityId> generates, List<EventId> refs) {

        static final Edges NONE = new Edges(List.of(), List.of(), List.of());

        public Edges {
            uses = List.copyOf(uses);
            generates = List.copyOf(generates);
            refs = List.copyOf(refs);
        }

        static Edges generating(EntityId... entities) {
            return new Edges(List.of(), List.of(entities), List.of());
        }

        static Edges using(EntityId... entities) {
            return new Edges(List.of(entities), List.of(), List.of());
        }

        Edges andGenerates(EntityId... entities) {
            return new Edges(uses, List.of(entities), refs);
        }

        Edges answering(EventId... events) {
            return new Edges(uses, generates, List.of(events));
        }
    }
}
