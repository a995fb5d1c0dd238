package io.kdchain.rules.governance;

import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.rules.pack.Parameter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that a party has to do by a time.
 *
 * @param kind what has to be done
 * @param party who has to do it
 * @param subject about what: the id of a finding, an entity, a policy, a scheme
 * @param since from when on it had to be done, UTC
 * @param due by when, UTC; what is recorded at that millisecond is in time
 * @param settled when the log recorded that it was done, UTC; null means that no entry shows it
 * @param shownBy entries that show it, ascending: what calls for it and what settles it; places in the log, from 0
 * @param term the parameter of the pack that sets the term; null means that an entry states the end itself
 */
public record Obligation(
        Kind kind,
        PartyId party,
        String subject,
        Instant since,
        Instant due,
        @Nullable Instant settled,
        List<Long> shownBy,
        @Nullable Parameter term) {
    public Obligation {
        shownBy = shownBy.stream().distinct().sorted().toList();
    }

    /** What has to be done. */
    public enum Kind implements Coded {
        /** Set a finding of an audit right. */
        RECTIFY_FINDING,
        /** Do what an authority ordered. */
        OBEY_ORDER,
        /** Answer a substantiated notice. */
        ANSWER_NOTICE,
        /** Answer an alarm of the monitoring that one knows of. */
        ANSWER_ALARM,
        /** Have an approval, filing or grade renewed before it ends, or obtain it again after it was withdrawn. */
        RENEW_APPROVAL,
        /** Have the qualification of a teacher renewed. */
        RENEW_QUALIFICATION,
        /** Have the authorisation of a data set renewed, or end its use. */
        RENEW_AUTHORISATION,
        /** Have an insurance renewed. */
        RENEW_INSURANCE,
        /** Be assessed again. */
        RENEW_ASSESSMENT,
        /** Train the staff again. */
        TRAIN_STAFF,
        /** Have a deployment audited again. */
        HAVE_AUDITED,
        /** Keep the records until then; met when that time has come. */
        KEEP_RECORDS;
    }

    /** How it stands. */
    public enum State implements Coded {
        /** Not done, and its end has passed. */
        OVERDUE,
        /** Not done, and not due yet. */
        OPEN,
        /** Done after its end. */
        MET_LATE,
        /** Done in time. */
        MET;
    }

    /**
     * How it stands at a time.
     *
     * @param now not before the last entry that it was read from
     */
    public State at(Instant now) {
        if (settled != null) {
            return settled.isAfter(due) ? State.MET_LATE : State.MET;
        }
        return now.isAfter(due) ? State.OVERDUE : State.OPEN;
    }

    /**
     * Id of the norm that the term comes from; empty if an entry states the end, or the pack's authors chose the term.
     */
    public Optional<String> norm() {
        return Optional.ofNullable(term).map(Parameter::norm).filter(norm -> !norm.isEmpty());
    }
}
