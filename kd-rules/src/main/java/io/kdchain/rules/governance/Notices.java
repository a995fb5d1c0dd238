package io.kdchain.rules.governance;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.MeasureTaken.Measure;
import io.kdchain.provenance.event.NoticeReceived;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.Register.Said;
import io.kdchain.rules.pack.Parameter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Substantiated notices: answered when measures of the receiver that fit the claim cover all that the notice is about.
 * The terms are those of the pack, from the receipt on.
 */
final class Notices {
    private final Register register;

    Notices(Register register) {
        this.register = register;
    }

    private static Set<Measure> fitting(NoticeReceived.Claim claim) {
        return switch (claim) {
            case EXPLANATION -> EnumSet.of(Measure.EXPLAIN);
            case ACCURACY, DISCRIMINATION, SAFETY ->
                EnumSet.of(Measure.TAKEDOWN, Measure.DISCONNECT, Measure.RECTIFY_MODEL, Measure.WARN, Measure.EXPLAIN);
            case COPYRIGHT, PERSONALITY, PRIVACY, FALSEHOOD -> EnumSet.of(Measure.TAKEDOWN, Measure.DISCONNECT);
        };
    }

    private static String term(NoticeReceived notice) {
        if (notice.claim() == NoticeReceived.Claim.EXPLANATION) {
            return "notice.explanation";
        }
        return Boolean.TRUE.equals(notice.obvious()) ? "notice.obvious" : "notice.other";
    }

    List<Obligation> obligations() {
        List<Said<MeasureTaken>> measures = register.all(MeasureTaken.class);
        List<Obligation> obligations = new ArrayList<>();
        for (Said<NoticeReceived> notice : register.all(NoticeReceived.class)) {
            if (notice.body().substantiated()
                    && !Boolean.TRUE.equals(notice.body().counter())) {
                register.term(term(notice.body()), notice.knownAt())
                        .ifPresent(term -> obligations.add(obligation(notice, term, measures)));
            }
        }
        return obligations;
    }

    private Obligation obligation(Said<NoticeReceived> notice, Parameter term, List<Said<MeasureTaken>> measures) {
        List<Said<MeasureTaken>> answers = measures.stream()
                .filter(measure -> measure.actor().equals(notice.actor())
                        && fitting(notice.body().claim())
                                .contains(measure.body().measure())
                        && measure.entry().index() > notice.entry().index())
                .toList();
        return settlement(notice, answers)
                .obligation(
                        Obligation.Kind.ANSWER_NOTICE,
                        notice.actor(),
                        notice.body().claim().code() + " "
                                + notice.body().about().stream()
                                        .map(EntityId::key)
                                        .collect(Collectors.joining(", ")),
                        notice.entry(),
                        notice.knownAt(),
                        notice.knownAt().plus(term.duration()),
                        term);
    }

    /** Everything that the notice is about has to be covered; it is settled by the last that was needed. */
    private Settlement settlement(Said<NoticeReceived> notice, List<Said<MeasureTaken>> answers) {
        if (notice.body().about().isEmpty()) {
            return Settlement.firstOf(
                    answers.stream().filter(answer -> Register.refersTo(answer.entry(), notice.entry())));
        }
        List<LogEntry> needed = new ArrayList<>();
        for (EntityId entity : notice.body().about()) {
            Optional<LogEntry> first = answers.stream()
                    .filter(answer -> covers(answer, notice, entity))
                    .map(Said::entry)
                    .findFirst();
            if (first.isEmpty()) {
                return Settlement.NONE;
            }
            needed.add(first.get());
        }
        Instant last = needed.stream()
                .map(LogEntry::recordedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Settlement(last, needed);
    }

    /** A measure that names nothing of its own, or only the notice, concerns all that the notice is about. */
    private boolean covers(Said<MeasureTaken> measure, Said<NoticeReceived> notice, EntityId entity) {
        List<EntityId> about = measure.body().about();
        List<EntityId> papers = notice.entry().event().generates();
        boolean refers = Register.refersTo(measure.entry(), notice.entry())
                || about.stream().anyMatch(one -> Register.names(papers, one));
        boolean asAWhole = refers && about.stream().allMatch(one -> Register.names(papers, one));
        return asAWhole || register.reaches(about, entity);
    }
}
