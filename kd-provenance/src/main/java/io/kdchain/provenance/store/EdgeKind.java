package io.kdchain.provenance.store;

import io.kdchain.provenance.event.Coded;

/** What an index from a key to entries means. */
public enum EdgeKind implements Coded {
    /** Entity that the event consumes. */
    USES,
    /** Entity that the event produces. */
    GENERATES,
    /** Event that this one answers. */
    REFS,
    /** Entity, run ({@code run:…}) or finding ({@code finding:…}) that the event says something about. */
    ABOUT,
    /** Finding that the event states. */
    STATES,
    /** Party whose standing the event concerns: agreements, insurance, assessments. */
    PARTY,
    /** The party who acts. */
    ACTOR,
    /** The event itself, by its id. */
    EVENT,
    /** Party whose keys the event changes. */
    KEY_OF,
    /** Id of a key that the event introduces. */
    KEY_ID,
    /** Name of the type of the event. */
    TYPE,
    /** When the party says that it acted, see {@link EntryIndex#atKey}. */
    AT,
    /** The party who records what another one does. */
    OBSERVER,
    /** Commitment that the event carries, or whose value it says was erased. */
    COMMITMENT,
    /**
     * Party other than the one who acts that the event names: who holds an approval, whose part an appraisal states.
     */
    NAMES;
}
