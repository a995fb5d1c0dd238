package io.kdchain.rules.governance;

import io.kdchain.provenance.event.AgreementConcluded;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.Register.Said;
import io.kdchain.rules.pack.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Until when whoever serves outputs, or promised it in an agreement, has to keep its records: the longest of the term
 * of the pack and what it promised, from the last act of its own that is to be kept. Nothing has to be done for it but
 * to keep them, so it is met when its end has come; events that a party counted and does not show are told elsewhere,
 * as gaps in the evidence.
 */
final class Retention {
    /** A thousand years: what is promised for longer ends beyond all calendars. */
    private static final long MOST_DAYS = 365_250;

    private final Register register;
    private final Instant asOf;

    Retention(Register register, Instant asOf) {
        this.register = register;
        this.asOf = asOf;
    }

    /** What is kept: the last act, and the agreement that asks for it longest, if any does. */
    private record Kept(LogEntry last, Optional<Said<AgreementConcluded>> promise) {}

    List<Obligation> obligations() {
        Map<PartyId, Kept> kept = new TreeMap<>();
        for (Said<OutputServed> served : register.all(OutputServed.class)) {
            kept.put(served.actor(), new Kept(served.entry(), promise(served.actor())));
        }
        for (Said<AgreementConcluded> agreement : register.all(AgreementConcluded.class)) {
            for (PartyId party : agreement.body().parties()) {
                // who serves nothing keeps what the agreement is about from when it is concluded
                promise(party)
                        .ifPresent(longest -> kept.putIfAbsent(party, new Kept(longest.entry(), Optional.of(longest))));
            }
        }
        List<Obligation> obligations = new ArrayList<>();
        kept.forEach((party, one) -> obligation(party, one).ifPresent(obligations::add));
        return obligations;
    }

    private Optional<Said<AgreementConcluded>> promise(PartyId party) {
        return register.all(AgreementConcluded.class).stream()
                .filter(one -> one.body().parties().contains(party) && days(one.body()) > 0)
                .max(Comparator.comparingLong(one -> days(one.body())));
    }

    private static long days(AgreementConcluded agreement) {
        Long days = agreement.retentionDays();
        return days == null ? 0 : Math.min(days, MOST_DAYS);
    }

    private Optional<Obligation> obligation(PartyId party, Kept kept) {
        Instant since = kept.last().recordedAt();
        Optional<Parameter> term = register.term("log.retention", since);
        Duration statutory = term.map(Parameter::duration).orElse(Duration.ZERO);
        Duration promised =
                kept.promise().map(one -> Duration.ofDays(days(one.body()))).orElse(Duration.ZERO);
        boolean byPromise = promised.compareTo(statutory) > 0;
        Instant due = since.plus(byPromise ? promised : statutory);
        if (due.equals(since)) {
            return Optional.empty();
        }
        List<LogEntry> by = byPromise ? kept.promise().map(Said::entry).stream().toList() : List.of();
        return Optional.of(new Settlement(asOf.isBefore(due) ? null : due, by)
                .obligation(
                        Obligation.Kind.KEEP_RECORDS,
                        party,
                        "",
                        kept.last(),
                        since,
                        due,
                        byPromise ? null : term.orElse(null)));
    }
}
