package io.kdchain.rules.governance;

import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.evidence.LogEntry;

/**
 * Something about an entry of a response that whoever reads its status should know.
 *
 * @param code what
 * @param entry the entry
 * @param detail a step, an incident, a party or a moment, as the code says
 */
public record Remark(Code code, LogEntry entry, String detail) {
    /** What there is to know. */
    public enum Code implements Coded {
        /** The incident was reported again; the earliest report counts. Detail: what differs, or nothing. */
        REPORTED_AGAIN,
        /** A drill has the name of a reported incident; it counts for nothing. */
        NAME_OF_DRILL,
        /**
         * The report says that the damage arose after it was recorded; terms run from the report. Detail: when it says.
         */
        OCCURRED_AFTER_REPORT,
        /** The actor says that it acted later than the log recorded; the log's clock counts. Detail: when it says. */
        CLAIMED_LATER,
        /** The actor says that it acted in time, but the log recorded it late; the log's clock counts. Detail: when. */
        CLAIMED_IN_TIME,
        /** Recorded after the moment that is looked at, so it does not count. Detail: when. */
        IN_THE_FUTURE,
        /** The log recorded it before an entry that stands before it: its clock went back. Detail: the other's time. */
        CLOCK_WENT_BACK,
        /** Done before the incident was reported. Detail: the step. */
        BEFORE_REPORT,
        /** Done before a step that comes first. Detail: that step. */
        OUT_OF_ORDER,
        /** Its actor has none of the roles of the step, so it does not count. Detail: the step. */
        OTHER_ROLE,
        /** Recorded by another party; the actor has not signed it. Detail: who recorded it. */
        SAID_FOR_ANOTHER,
        /** A hold that was lifted, so it does not count any more. Detail: the step. */
        LIFTED,
        /** Recorded after the incident was closed. Detail: the step. */
        AFTER_CLOSE,
        /** The incident was closed while required steps were open. Detail: the steps. */
        CLOSED_OPEN
    }
}
