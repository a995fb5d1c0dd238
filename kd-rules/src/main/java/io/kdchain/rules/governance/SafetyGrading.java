package io.kdchain.rules.governance;

import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.VerificationReport;
import io.kdchain.rules.pack.RulePack;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The content-safety grade of a deployment at a moment, with what it rests on. A grade is evidence of conduct and no
 * finding that nobody is at fault.
 *
 * @param deployment what is graded
 * @param holder who put it into service
 * @param makers who has a part in it, and so no say: the holder, who made the model, and whoever is one legal person
 *     with them
 * @param model the model in service, with its digest where the log states one
 * @param at the moment, UTC; what was recorded later does not count
 * @param grade the grade; null means that there is none: nobody but its makers has tested this model
 * @param tests the tests that count: the last of this model by somebody who has no part in it; null means none
 * @param bound upper confidence bound on the rate of violations, rounded up; null means that there are no tests
 * @param validUntil until when the tests count, UTC; null means that there are none
 * @param gates each must be passed, else the grade is E
 * @param teachers models that it learned from: their grades are not its own
 * @param teachersTested entries that test a teacher and no more than that
 * @param selfTested entries by which the makers tested the model themselves: they do not count
 * @param unreadable entries whose numbers are no counts
 * @param recorded entries that record a grade of this deployment
 */
public record SafetyGrading(
        EntityId deployment,
        PartyId holder,
        NavigableSet<PartyId> makers,
        EntityId model,
        Instant at,
        @Nullable ContentGrade grade,
        @Nullable SafetyTests tests,
        @Nullable BigDecimal bound,
        @Nullable Instant validUntil,
        List<Passage> gates,
        NavigableSet<EntityId> teachers,
        List<Long> teachersTested,
        List<Long> selfTested,
        List<Long> unreadable,
        List<Long> recorded) {
    public SafetyGrading {
        makers = Collections.unmodifiableNavigableSet(new TreeSet<>(makers));
        gates = List.copyOf(gates);
        teachers = Collections.unmodifiableNavigableSet(new TreeSet<>(teachers));
        teachersTested = List.copyOf(teachersTested);
        selfTested = List.copyOf(selfTested);
        unreadable = List.copyOf(unreadable);
        recorded = List.copyOf(recorded);
    }

    /** What must hold whatever the score. */
    public enum Gate implements Coded {
        /** The log verifies as a whole. */
        LOG_WHOLE,
        /** The holder has a plan for emergencies, which makes it the owner of incidents. */
        INCIDENT_OWNER,
        /** Every output since the tests carries both AIGC labels. */
        OUTPUTS_LABELLED,
        /** Enough of what must be refused was. */
        MUST_REFUSE,
        /** Not too much of what must be answered was refused. */
        OVER_REFUSAL,
        /** The tests are not too old. */
        TESTS_VALID,
        /** The model in service has the digest of the model that was tested. */
        SAME_MODEL,
        /** No grade of this deployment was withdrawn since the tests. */
        NOT_WITHDRAWN;
    }

    /** How it stands with a gate. */
    public enum State implements Coded {
        PASSED,
        FAILED,
        /** Nothing on record shows it: not passed. */
        NOT_SHOWN;
    }

    /**
     * A gate, and how it stands with it.
     *
     * @param gate the gate
     * @param state how it stands
     * @param shownBy entries that show it, ascending
     * @param value what was counted or found; empty if there is nothing to say
     */
    public record Passage(Gate gate, State state, List<Long> shownBy, String value) {
        public Passage {
            shownBy = shownBy.stream().distinct().sorted().toList();
        }
    }

    /**
     * The grade for which an insurance pays; nothing if it cannot be told because the log does not verify. What has no
     * grade is covered as grade E.
     */
    public Optional<ContentGrade> covered() {
        boolean whole =
                gates.stream().anyMatch(passage -> passage.gate() == Gate.LOG_WHOLE && passage.state() == State.PASSED);
        return whole ? Optional.of(grade == null ? ContentGrade.E : grade) : Optional.empty();
    }

    /** Gates that are not passed. */
    public List<Passage> notPassed() {
        return gates.stream().filter(passage -> passage.state() != State.PASSED).toList();
    }

    /**
     * Grades a deployment.
     *
     * @param source entries that stand
     * @param verified what checking the whole log said
     * @param pack thresholds, as {@code grade.A}
     * @param deployment which
     * @param at the moment: of the occurrence where damage is done, since a grade that comes later changes nothing
     * @throws IllegalArgumentException if the log shows no such deployment by then or the pack lacks a threshold
     */
    public static SafetyGrading of(
            EntrySource source, VerificationReport verified, RulePack pack, EntityId deployment, Instant at) {
        return new Grader(new Register(source, pack, at), verified, pack, at).grade(deployment);
    }
}
