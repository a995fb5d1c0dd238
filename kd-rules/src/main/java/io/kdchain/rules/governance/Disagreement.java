package io.kdchain.rules.governance;

import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.pack.RulePack;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * Entries that each stand and do not hold together: grades of one thing that are valid at once and differ, reports of
 * one incident that tell two stories. Which of them is right is not decided here.
 *
 * @param kind what they disagree about
 * @param subject about what or whom, in words of the record
 * @param voices what each log has on record, by log and place; at least two say something else
 */
public record Disagreement(Kind kind, String subject, List<Voice> voices) {
    public Disagreement {
        voices = List.copyOf(voices);
    }

    /** What can be disagreed about. */
    public enum Kind implements Coded {
        /** Grades of a provider by one scheme, each the last of its assessor and valid. */
        PROVIDER_GRADE,
        /** Graded approvals of one kind, of one thing and by one scheme, each the last of its author and valid. */
        APPROVAL_GRADE,
        /** The link of the chain that did most to an incident, as the last localisation of each author says. */
        LOCALISATION,
        /** Reports of an incident of one name that differ in claimant, outputs or time. */
        INCIDENT_REPORT,
        /** Incidents of two names in which the same claimant was harmed by the same output within a day. */
        INCIDENT_TWICE,
        /** An incident that one log shows as closed and another, which holds its report, does not. */
        INCIDENT_STATE
    }

    /**
     * What one log has on record.
     *
     * @param log name of the log
     * @param entry the entry, with its place in that log
     * @param says what it says of the subject: a grade, a link, an incident or its state, the content of a report
     */
    public record Voice(String log, LogEntry entry, String says) {
        /** Who says it. */
        public PartyId by() {
            return entry.event().actor();
        }
    }

    /**
     * Whether one author is only heard with an older word in one log and with a newer one in another, so that whoever
     * reads the former alone is behind.
     */
    public boolean isOutdated() {
        return (kind == Kind.PROVIDER_GRADE || kind == Kind.APPROVAL_GRADE || kind == Kind.LOCALISATION)
                && voices.stream().map(Voice::by).distinct().count() == 1;
    }

    /**
     * Holds logs against each other, and each against itself.
     *
     * @param logs entries that stand, by name of log
     * @param pack whose playbook says what an incident is answered with
     * @param asOf the moment that is looked at, UTC; what was recorded later does not count
     * @return by kind, then by subject
     * @throws IllegalArgumentException if the pack has no playbook
     */
    public static List<Disagreement> among(SortedMap<String, EntrySource> logs, RulePack pack, Instant asOf) {
        return new Disagreements(logs, pack, asOf).find();
    }
}
