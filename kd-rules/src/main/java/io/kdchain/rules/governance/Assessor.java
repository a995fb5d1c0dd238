package io.kdchain.rules.governance;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.Mentions;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.OutputUsed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.ProviderAssessed;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.ProviderAssessment.Result;
import io.kdchain.rules.governance.ProviderAssessment.State;
import io.kdchain.rules.governance.Register.Said;
import io.kdchain.rules.pack.AssessmentScheme;
import io.kdchain.rules.pack.Criterion;
import io.kdchain.rules.pack.Measure;
import io.kdchain.rules.pack.Selection;
import io.kdchain.rules.verdict.Fraction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Assesses providers. */
final class Assessor {
    private final Register register;
    private final Parties parties;
    private final List<Obligation> obligations;
    private final Instant at;
    /** By type, with their fields. */
    private final Map<String, List<Read>> read = new HashMap<>();

    Assessor(Register register, List<Obligation> obligations, Instant at) {
        this.register = register;
        this.parties = new Parties(register);
        this.obligations = obligations;
        this.at = at;
    }

    /** An entry with its fields, read once. */
    private record Read(LogEntry entry, JsonNode body) {
        long index() {
            return entry.index();
        }
    }

    /** What was selected, and what would have been. */
    private static final class Found {
        private final List<Read> standing = new ArrayList<>();
        private final List<Long> expired = new ArrayList<>();
        private final List<Long> ownWord = new ArrayList<>();
    }

    /** What a criterion came to. */
    private static final class Tally {
        private long hits;
        private long of;
        private final List<Long> shownBy = new ArrayList<>();
        private final List<String> missing = new ArrayList<>();
        private @Nullable Instant until;

        private void endsBy(Optional<Instant> end) {
            Instant before = until;
            until = end.filter(one -> before == null || one.isBefore(before)).orElse(before);
        }
    }

    ProviderAssessment assess(PartyId provider, AssessmentScheme scheme) {
        if (!parties.isKnown(provider)) {
            throw new IllegalArgumentException(
                    "The log knows no party '%s' by %s. Maybe the id is misspelt; 'kd log list' shows who did what."
                            .formatted(provider, at));
        }
        List<Result> results = scheme.criteria().stream()
                .map(criterion -> result(criterion, provider))
                .toList();
        Fraction all = weight(results, Result::counts);
        Fraction score = results.stream()
                .filter(result -> result.score() != null)
                .map(result -> Objects.requireNonNull(result.score())
                        .times(Fraction.of(result.criterion().weight())))
                .reduce(Fraction.ZERO, Fraction::plus);
        Fraction shown = weight(results, result -> result.state() == State.SHOWN);
        Fraction of = all.isZero() ? Fraction.ONE : all;
        Instant until = results.stream()
                .map(Result::until)
                .filter(Objects::nonNull)
                .reduce(at.plus(scheme.validity()), (one, other) -> one.isBefore(other) ? one : other);
        return new ProviderAssessment(
                provider,
                parties.samePersonsAs(List.of(provider)),
                scheme,
                at,
                results,
                score.dividedBy(of),
                shown.dividedBy(of),
                grade(score.dividedBy(of), results, scheme),
                until);
    }

    private static ProviderAssessed.Grade grade(Fraction score, List<Result> results, AssessmentScheme scheme) {
        if (score.compareTo(Fraction.of(scheme.passed())) >= 0
                && results.stream().noneMatch(Result::bars)) {
            return ProviderAssessed.Grade.PASSED;
        }
        return score.compareTo(Fraction.of(scheme.conditional())) >= 0
                ? ProviderAssessed.Grade.CONDITIONAL
                : ProviderAssessed.Grade.FAILED;
    }

    private static Fraction weight(List<Result> results, Predicate<Result> which) {
        return Fraction.of(results.stream()
                .filter(which)
                .mapToLong(result -> result.criterion().weight())
                .sum());
    }

    private Result result(Criterion criterion, PartyId provider) {
        Found found = new Found();
        Tally tally = new Tally();
        Measure measure = criterion.measure();
        if (measure instanceof Measure.Holds holds) {
            holds(holds, provider, found, tally);
        } else if (measure instanceof Measure.Share share) {
            share(share, provider, found, tally);
        } else if (measure instanceof Measure.Each each) {
            each(each, provider, found, tally);
        } else if (measure instanceof Measure.Timely timely) {
            timely(timely, provider, tally);
        } else if (measure instanceof Measure.Answered answered) {
            answered(answered, provider, found, tally);
        }
        State state = State.SHOWN;
        if (tally.of == 0) {
            state = measure instanceof Measure.Holds ? State.NOT_SHOWN : State.NO_OCCASION;
        } else if (tally.shownBy.isEmpty()) {
            state = State.NOT_SHOWN;
        }
        return new Result(
                criterion,
                state,
                state == State.SHOWN ? Fraction.of(tally.hits, tally.of) : null,
                tally.hits,
                tally.of,
                tally.shownBy,
                tally.missing,
                found.expired,
                found.ownWord,
                tally.until);
    }

    // ---- measures

    private void holds(Measure.Holds measure, PartyId provider, Found found, Tally tally) {
        select(measure.events(), related(measure.events(), provider), provider, found);
        // the one that lasts longest shows it
        found.standing.stream()
                .max((one, other) -> compareEnds(end(measure.events(), one), end(measure.events(), other)))
                .ifPresent(longest -> {
                    tally.hits = 1;
                    tally.endsBy(end(measure.events(), longest));
                });
        tally.of = found.standing.isEmpty() ? 0 : 1;
        found.standing.forEach(one -> tally.shownBy.add(one.index()));
    }

    private static int compareEnds(Optional<Instant> one, Optional<Instant> other) {
        return one.orElse(Instant.MAX).compareTo(other.orElse(Instant.MAX));
    }

    private void share(Measure.Share measure, PartyId provider, Found found, Tally tally) {
        select(measure.events(), related(measure.events(), provider), provider, found);
        for (Read one : found.standing) {
            tally.of++;
            tally.shownBy.add(one.index());
            tally.endsBy(end(measure.events(), one));
            Optional<LogEntry> confirmation = confirmation(measure.confirmedBy(), one, provider);
            confirmation.ifPresent(entry -> tally.shownBy.add(entry.index()));
            if (Fields.holds(measure.good(), one.body())
                    && (measure.confirmedBy() == null || confirmation.isPresent())) {
                tally.hits++;
            } else {
                tally.missing.add(Long.toString(one.index()));
            }
        }
    }

    private Optional<LogEntry> confirmation(
            Selection.@Nullable Counterpart confirmedBy, Read confirmed, PartyId provider) {
        return confirmedBy == null
                ? Optional.empty()
                : all(confirmedBy.type())
                        .filter(one -> one.index() > confirmed.index()
                                && parties.isOthersWord(one.entry(), List.of(provider))
                                && agree(confirmedBy, confirmed, one))
                        .findFirst()
                        .map(Read::entry);
    }

    private void each(Measure.Each measure, PartyId provider, Found found, Tally tally) {
        Selection events = measure.events();
        for (EntityId entity : entities(measure, provider)) {
            Found about = new Found();
            select(
                    events,
                    all(events.type())
                            .filter(one -> Register.names(Fields.entities(one.body(), measure.field()), entity)),
                    provider,
                    about);
            found.expired.addAll(about.expired);
            found.ownWord.addAll(about.ownWord);
            tally.of++;
            about.standing.forEach(one -> {
                tally.shownBy.add(one.index());
                tally.endsBy(end(events, one));
            });
            boolean good = !about.standing.isEmpty()
                    && (events.latest().isEmpty()
                            ? about.standing.stream().anyMatch(one -> Fields.holds(measure.good(), one.body()))
                            : about.standing.stream().allMatch(one -> Fields.holds(measure.good(), one.body())));
            if (good) {
                tally.hits++;
            } else {
                tally.missing.add(entity.key());
            }
        }
    }

    private void timely(Measure.Timely measure, PartyId provider, Tally tally) {
        Obligation.Kind kind = Coded.find(Obligation.Kind.class, measure.obligation())
                .orElseThrow(() -> new IllegalArgumentException("The scheme asks for obligation '%s'; there are %s."
                        .formatted(measure.obligation(), String.join(", ", Coded.codes(Obligation.Kind.class)))));
        for (Obligation one : obligations) {
            if (one.kind() != kind || !one.party().equals(provider) || one.at(at) == Obligation.State.OPEN) {
                continue;
            }
            tally.of++;
            tally.shownBy.addAll(one.shownBy());
            if (one.at(at) == Obligation.State.MET) {
                tally.hits++;
            } else {
                tally.missing.add("%s %s (%s)"
                        .formatted(one.kind().code(), one.subject(), one.at(at).code()));
            }
        }
    }

    private void answered(Measure.Answered measure, PartyId provider, Found found, Tally tally) {
        select(measure.events(), related(measure.events(), provider), provider, found);
        List<Said<MeasureTaken>> measures = register.all(MeasureTaken.class).stream()
                .filter(one -> one.actor().equals(provider)
                        && measure.measures().contains(one.body().measure().code()))
                .toList();
        for (Read one : found.standing) {
            Instant due = one.entry().recordedAt().plus(measure.term());
            Optional<LogEntry> answer = measures.stream()
                    .map(Said::entry)
                    .filter(entry -> entry.index() > one.index() && answers(entry, one.entry()))
                    .findFirst();
            if (answer.isEmpty() && !at.isAfter(due)) {
                continue;
            }
            tally.of++;
            tally.shownBy.add(one.index());
            answer.ifPresent(entry -> tally.shownBy.add(entry.index()));
            if (answer.filter(entry -> !entry.recordedAt().isAfter(due)).isPresent()) {
                tally.hits++;
            } else {
                tally.missing.add(Long.toString(one.index()));
            }
        }
    }

    private boolean answers(LogEntry answer, LogEntry asked) {
        if (Register.refersTo(answer, asked)) {
            return true;
        }
        Collection<EntityId> named = Mentions.of(answer.event().body()).entities();
        return Stream.concat(Mentions.of(asked.event().body()).entities().stream(), asked.event().generates().stream())
                .anyMatch(entity -> register.reaches(named, entity));
    }

    // ---- selection

    private Stream<Read> all(String type) {
        return read
                .computeIfAbsent(
                        type,
                        asked -> register.all(EventTypes.require(asked)).stream()
                                .map(said -> new Read(said.entry(), Fields.body(said.entry())))
                                .toList())
                .stream();
    }

    private Stream<Read> related(Selection selection, PartyId provider) {
        return all(selection.type())
                .filter(one -> selection.relations().stream().anyMatch(relation -> relates(relation, one, provider)));
    }

    private boolean relates(Selection.Relation relation, Read one, PartyId provider) {
        return switch (relation.kind()) {
            case ACTOR -> one.entry().event().actor().equals(provider);
            case IS -> Fields.values(one.body(), relation.field()).contains(provider.value());
            case MADE ->
                Fields.entities(one.body(), relation.field()).stream().anyMatch(entity -> made(entity, provider));
            case HANDLED ->
                Fields.entities(one.body(), relation.field()).stream()
                        .anyMatch(entity -> made(entity, provider) || used(entity, provider));
        };
    }

    private boolean made(EntityId entity, PartyId provider) {
        return register.makersOf(entity).stream()
                .anyMatch(maker -> maker.event().actor().equals(provider));
    }

    private boolean used(EntityId entity, PartyId provider) {
        return acts(List.of())
                .anyMatch(act -> act.event().actor().equals(provider)
                        && Register.names(act.event().uses(), entity));
    }

    /** Acts of the chain by which something comes to a provider; to serve or use an output brings nothing new. */
    private Stream<LogEntry> acts(List<String> types) {
        return EventTypes.names().stream()
                .filter(type -> types.isEmpty()
                        ? EventTypes.isChainAct(type)
                                && !type.equals(OutputServed.class.getSimpleName())
                                && !type.equals(OutputUsed.class.getSimpleName())
                        : types.contains(type))
                .flatMap(type -> register.all(EventTypes.require(type)).stream())
                .map(Said::entry);
    }

    private Collection<EntityId> entities(Measure.Each measure, PartyId provider) {
        Map<String, EntityId> entities = new TreeMap<>();
        acts(measure.from())
                .filter(act -> act.event().actor().equals(provider))
                .flatMap(act -> measure.used()
                        ? Stream.concat(act.event().uses().stream(), act.event().generates().stream())
                        : act.event().generates().stream())
                .filter(entity -> entity.kind() == measure.kind())
                .forEach(entity -> entities.put(version(entity), entity));
        return entities.values();
    }

    /** Models differ by their weights; a data set or a deployment stays the same under its name. */
    private static String version(EntityId entity) {
        return entity.kind() == EntityKind.MODEL ? entity.toString() : entity.key();
    }

    private void select(Selection selection, Stream<Read> from, PartyId provider, Found found) {
        List<Read> candidates = from.filter(one -> Fields.holds(selection.where(), one.body()))
                .filter(one -> {
                    if (isWordThatCounts(selection, one, provider)) {
                        return true;
                    }
                    if (!parties.isOthersWord(one.entry(), List.of(provider))) {
                        found.ownWord.add(one.index());
                    }
                    return false;
                })
                .toList();
        for (Read one : latest(selection, candidates)) {
            boolean begun = Fields.moment(one.body(), selection.since())
                    .filter(since -> since.isAfter(at))
                    .isEmpty();
            boolean over = end(selection, one).filter(at::isAfter).isPresent();
            if (!begun || over || isWithdrawn(selection.withdrawnBy(), one)) {
                found.expired.add(one.index());
            } else {
                found.standing.add(one);
            }
        }
    }

    private boolean isWordThatCounts(Selection selection, Read one, PartyId provider) {
        PartyId signer = Parties.signer(one.entry());
        if (!selection.roles().isEmpty()
                && parties.roles(signer).stream()
                        .noneMatch(role -> selection.roles().contains(role.code()))) {
            return false;
        }
        return switch (selection.by()) {
            case Selection.ANYONE -> true;
            case Selection.OTHERS -> parties.isOthersWord(one.entry(), List.of(provider));
            default ->
                Fields.values(one.body(), selection.by()).contains(signer.value())
                        && !parties.isSamePerson(signer, provider);
        };
    }

    private static List<Read> latest(Selection selection, List<Read> candidates) {
        if (selection.latest().isEmpty()) {
            return candidates;
        }
        Map<List<Object>, Read> last = new LinkedHashMap<>();
        candidates.forEach(one -> last.put(
                selection.latest().stream()
                        .<Object>map(field -> Fields.values(one.body(), field))
                        .toList(),
                one));
        return List.copyOf(last.values());
    }

    private boolean isWithdrawn(Selection.@Nullable Counterpart withdrawal, Read one) {
        return withdrawal != null
                && all(withdrawal.type())
                        .anyMatch(other -> other.index() > one.index()
                                && agree(withdrawal, one, other)
                                && !Fields.moment(other.body(), "since")
                                        .orElse(other.entry().recordedAt())
                                        .isAfter(at));
    }

    /** Whether fields that are to be the same are; what one of them does not state contradicts nothing. */
    private static boolean agree(Selection.Counterpart counterpart, Read one, Read other) {
        return counterpart.same().stream().allMatch(pair -> {
            List<String> left = Fields.values(one.body(), pair.one());
            List<String> right = Fields.values(other.body(), pair.other());
            return left.isEmpty()
                    || right.isEmpty()
                    || left.stream().anyMatch(value -> right.stream().anyMatch(same -> isSame(value, same)));
        });
    }

    /** Entities are the same where only one of them states its digest. */
    private static boolean isSame(String one, String other) {
        return one.equals(other)
                || Fields.entity(one)
                        .filter(entity ->
                                Fields.entity(other).filter(entity::matches).isPresent())
                        .isPresent();
    }

    /** When an entry no longer counts. */
    private static Optional<Instant> end(Selection selection, Read one) {
        Optional<Instant> stated = Fields.moment(one.body(), selection.until());
        Optional<Instant> old =
                Optional.ofNullable(selection.within()).map(one.entry().recordedAt()::plus);
        return Stream.concat(stated.stream(), old.stream()).min(Instant::compareTo);
    }
}
