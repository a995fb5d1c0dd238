package io.kdchain.provenance.evidence;

import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.PartyId;
import org.jspecify.annotations.Nullable;

/**
 * Something that a reader of the evidence should know, and that does not make an entry fail.
 *
 * @param code what
 * @param index place in the log; null means no single entry
 * @param party whom it concerns; null means nobody alone
 * @param message in one sentence
 */
public record Finding(
        Code code, @Nullable Long index, @Nullable PartyId party, String message) {

    /** What can be found. */
    public enum Code implements Coded {
        /** Events that a party counted are not in the log. */
        GAP,
        /** A party used a counter twice. */
        COUNTED_TWICE,
        /** An event names another previous event than the log holds. */
        LINK_BROKEN,
        /** A later number of a party's counter stands before an earlier one. */
        OUT_OF_ORDER,
        /** A party acted as what it is not registered as. */
        ROLE_MISUSE,
        /** A party recorded what another one did or said, and that one has not signed it. */
        SAID_FOR_ANOTHER,
        /** Type or version are not known to this release; the event is kept and not judged. */
        NOT_UNDERSTOOD,
        /** No signed checkpoint covers the entry. */
        NO_CHECKPOINT,
        /** A checkpoint does not verify. */
        CHECKPOINT_INVALID,
        /** The last checkpoint is not cosigned as the trusted policy demands. */
        NOT_WITNESSED,
        /** The log's own key is not among those trusted. */
        LOG_KEY_NOT_TRUSTED,
        /** An event says something else in another log. */
        EVENT_DIFFERS,
        /** An entity was generated with another digest in another log. */
        ENTITY_DIFFERS,
        /** A party of the same id has other keys in another log. */
        PARTY_DIFFERS;
    }
}
