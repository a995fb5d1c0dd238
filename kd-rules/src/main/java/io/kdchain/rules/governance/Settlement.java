package io.kdchain.rules.governance;

import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.Register.Said;
import io.kdchain.rules.pack.Parameter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What settled an obligation.
 *
 * @param at when the log recorded the last of it; null means that nothing settled it
 * @param by its entries
 */
record Settlement(@Nullable Instant at, List<LogEntry> by) {
    static final Settlement NONE = new Settlement(null, List.of());

    /** Settled by the first of these. */
    static Settlement firstOf(Stream<? extends Said<?>> answers) {
        return answers.min(Comparator.comparingLong(answer -> answer.entry().index()))
                .map(answer -> new Settlement(answer.recordedAt(), List.of(answer.entry())))
                .orElse(NONE);
    }

    Obligation obligation(
            Obligation.Kind kind,
            PartyId party,
            String subject,
            LogEntry cause,
            Instant since,
            Instant due,
            @Nullable Parameter term) {
        List<Long> shownBy = new ArrayList<>(by.stream().map(LogEntry::index).toList());
        shownBy.add(cause.index());
        return new Obligation(kind, party, subject, since, due, at, shownBy, term);
    }
}
