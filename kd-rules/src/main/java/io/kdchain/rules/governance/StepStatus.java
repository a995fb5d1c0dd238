package io.kdchain.rules.governance;

import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.pack.Norm;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.PlaybookStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a step of a playbook stands.
 *
 * @param step the step
 * @param state how it stands
 * @param basis the norms that ask for it and were in force when the incident was reported; empty means a proposal
 * @param term how long it may take; null means that nothing says it
 * @param since from when the term runs; null means that it does not run yet
 * @param due when it ends; null means without an end, or that the term does not run yet
 * @param done when the log recorded the last of it; null means that it is not done
 * @param shownBy the entries that show it, or that part of it which is done
 * @param open outputs for which it is not done yet, where it is done for others
 * @param waitsFor ids of steps that come first and are not done
 * @param alsoServes other incidents for which the same entries show this step
 */
public record StepStatus(
        PlaybookStep step,
        State state,
        List<Norm> basis,
        @Nullable Parameter term,
        @Nullable Instant since,
        @Nullable Instant due,
        @Nullable Instant done,
        List<LogEntry> shownBy,
        List<EntityId> open,
        List<String> waitsFor,
        List<EntityId> alsoServes) {
    public StepStatus {
        basis = List.copyOf(basis);
        shownBy = List.copyOf(shownBy);
        open = List.copyOf(open);
        waitsFor = List.copyOf(waitsFor);
        alsoServes = List.copyOf(alsoServes);
    }

    /** How a step stands. */
    public enum State implements Coded {
        /** Done in time, or without an end. */
        DONE,
        /** Done after its end. */
        DONE_LATE,
        /** Not done, and its end has passed. */
        OVERDUE,
        /** Not done, and not due yet. */
        DUE,
        /** Not done, and a step that comes first is not done either. */
        NOT_YET_POSSIBLE,
        /** Not done, and the incident may be closed without it. */
        OPTIONAL,
        /** Not for this kind of damage, or no norm that asks for it was in force. */
        NOT_APPLICABLE;

        /** Whether nothing is left to do. */
        public boolean isSettled() {
            return this == DONE || this == DONE_LATE || this == NOT_APPLICABLE;
        }
    }

    /** By how much it was done late or is overdue; empty if it is neither. */
    public Optional<Duration> late(Instant now) {
        if (due == null) {
            return Optional.empty();
        }
        Instant end = done == null ? now : done;
        boolean late = state == State.DONE_LATE || state == State.OVERDUE;
        return late ? Optional.of(Duration.between(due, end)) : Optional.empty();
    }

    /** Whether the incident is not to be closed as it stands. */
    public boolean blocksClosing() {
        return step.required() && !state.isSettled();
    }
}
