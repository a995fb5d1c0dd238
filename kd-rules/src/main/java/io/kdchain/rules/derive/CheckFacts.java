package io.kdchain.rules.derive;

import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.CheckGap;
import io.kdchain.rules.fact.KnownFact;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * The check that belongs to each act: made in time and passed, failed, disclosed, corrected, or left out. Who records
 * an act and leaves out its check did not make the check. Beside it, the gaps of a record in which the check of a model
 * may lie.
 */
final class CheckFacts implements FactSource {
    private static final String OWN_SILENCE = "A-OWN";
    private static final String ADVERSE_FACT = "A-INF";
    private static final String DATA_QUALITY = "data-quality";
    private static final Set<String> AUDITS_OF_QUALITY = Set.of("quality", "bias");
    private static final Set<String> TAKEN_OVER_BY = Set.of("DistillationCompleted", "ModelAdapted", "OutputServed");
    private static final Set<String> CHECKS_OF_MODELS =
            Set.of("examine-bias", "measure-fidelity", "verify-equivalence");
    private static final Set<String> SAFEGUARDS_OF_OTHER_DUTIES = Set.of(
            "content-filter", "rate-limit", "aigc-label", "complaint-channel", "monitoring", "human-review", "appeal");

    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<Found> found = new ArrayList<>();
        for (Entry act : file.behind().acts()) {
            dutyOf(file, act).ifPresent(duty -> found.add(check(file, act, duty)));
        }
        List<Found> all = found.stream().map(f -> takenOver(file, f, found)).toList();
        List<KnownFact> facts = new ArrayList<>();
        Set<Entry> switchedOff = new LinkedHashSet<>();
        file.behind()
                .acts("OutputServed")
                .forEach(served -> Safeguards.switchedOff(file, served, s -> guardsOutputs(s, file.scene()))
                        .forEach(change -> {
                            if (change.actor().equals(served.actor())) {
                                switchedOff.add(served);
                            }
                            facts.add(KnownFact.shownBy(
                                    new Check(served.id(), change.actor(), "warn-of-risk", "switched-off"),
                                    List.of(served.index(), change.index())));
                        }));
        for (Found one : all) {
            boolean replaced = switchedOff.contains(one.act()) && !one.state().equals("shipped-disclosed-fault");
            if (!replaced && !isSilenceOfAnother(one) && !isSilenceOnData(one)) {
                facts.add(one.asFact());
            }
        }
        for (Unkept gap : Unkept.of(file)) {
            all.stream().filter(f -> mayLieIn(file, f, gap)).forEach(f -> facts.add(f.missingIn(gap)));
        }
        return facts;
    }

    /**
     * Whether the check of a model can be among events that its party does not show. Without an order to produce them
     * nothing is missing where another party recorded a check that was passed, or where none was owed.
     */
    private static boolean mayLieIn(CaseFile file, Found check, Unkept gap) {
        Entry act = check.act();
        return CHECKS_OF_MODELS.contains(check.duty())
                && gap.hole().party().equals(act.actor())
                && gap.hole().canLieWithin(startOf(file, act), limitOf(file, act))
                && (gap.isOrdered() || !(check.state().equals("not-customary") || isMadeByAnother(file, check)));
    }

    private static boolean isMadeByAnother(CaseFile file, Found check) {
        Entry act = check.act();
        Instant limit = limitOf(file, act);
        return check.state().equals("made")
                && results(file, act)
                        .anyMatch(r -> counts(act, r)
                                && !r.entry().at().isAfter(limit)
                                && file.isAnother(r.entry().recorder(), act.actor()));
    }

    /** Where another recorded the act, what its record leaves out is not the actor's silence. */
    private static boolean isSilenceOfAnother(Found found) {
        return found.state().equals("absent")
                && !found.act().recorder().equals(found.act().actor());
    }

    /** Nobody has to audit the data that it collects; what it found in an audit of its own it cannot pass over. */
    private static boolean isSilenceOnData(Found found) {
        return found.duty().equals(DATA_QUALITY)
                && Set.of("made", "absent", "not-customary").contains(found.state());
    }

    private record Found(Entry act, String duty, String state, List<Entry> shownBy) {
        KnownFact asFact() {
            List<Long> evidence = new ArrayList<>(CaseFile.indexes(shownBy));
            evidence.add(act.index());
            return new KnownFact(
                    new Check(act.id(), act.actor(), duty, state), evidence, state.equals("absent") ? OWN_SILENCE : "");
        }

        KnownFact missingIn(Unkept gap) {
            List<Long> evidence = new ArrayList<>(gap.evidence());
            evidence.add(act.index());
            return new KnownFact(new CheckGap(act.id(), act.actor(), duty, gap.state()), evidence, ADVERSE_FACT);
        }
    }

    /** Result of a check: passed, failed, or measured without a verdict. */
    private record Result(Entry entry, String key, Optional<Boolean> passed) {}

    private static Optional<String> dutyOf(CaseFile file, Entry act) {
        return switch (ActType.of(act).orElseThrow()) {
            case TEACHER_RELEASED -> Optional.of("examine-bias");
            case DISTILLATION_STARTED, DISTILLATION_COMPLETED -> Optional.of("measure-fidelity");
            case MODEL_ADAPTED -> Optional.of("verify-equivalence");
            case OUTPUT_SERVED -> Optional.of("warn-of-risk");
            case OUTPUT_USED ->
                file.roleOf(act).equals("student-user") ? Optional.of("professional-review") : Optional.empty();
            case DATASET_COLLECTED -> Optional.of(DATA_QUALITY);
            case MODEL_DEPLOYED -> Optional.empty();
        };
    }

    private static Found check(CaseFile file, Entry act, String duty) {
        if (act.is("OutputServed")) {
            boolean warned = !file.isLate(act) && act.body().texts("labels").contains("risk");
            return unlessUncustomary(file, new Found(act, duty, warned ? "made" : "absent", List.of()));
        }
        if (act.is("OutputUsed")) {
            String review = file.isLate(act) ? "none" : act.body().text("humanReview");
            String state = switch (review) {
                case "independent" -> "made";
                case "rubber-stamp" -> "formal";
                default -> "absent";
            };
            return unlessUncustomary(file, new Found(act, duty, state, List.of()));
        }
        return checkOfModel(file, act, duty);
    }

    private static Found checkOfModel(CaseFile file, Entry act, String duty) {
        Instant limit = limitOf(file, act);
        List<Result> results = results(file, act).toList();
        Map<String, Result> inTime = latest(results, limit);
        List<Result> failed = inTime.values().stream()
                .filter(r -> r.passed().filter(p -> !p).isPresent())
                .toList();
        if (!failed.isEmpty()) {
            Map<String, Result> beforeHarm = latest(results, file.harmedAt());
            if (failed.stream().allMatch(f -> passedLater(f, beforeHarm))) {
                List<Entry> shown = entries(failed);
                failed.forEach(f -> Optional.ofNullable(beforeHarm.get(f.key()))
                        .map(Result::entry)
                        .ifPresent(shown::add));
                return new Found(act, duty, "corrected", shown);
            }
            List<Entry> disclosures = disclosures(file, act, failed);
            List<Entry> shown = entries(failed);
            shown.addAll(disclosures);
            return new Found(act, duty, disclosures.isEmpty() ? "failed" : "failed-disclosed", shown);
        }
        List<Result> made = inTime.values().stream().filter(r -> counts(act, r)).toList();
        if (!made.isEmpty()) {
            return new Found(act, duty, "made", entries(made));
        }
        // who owed no check left out none
        List<Result> corrected = duty.equals(DATA_QUALITY)
                ? List.of()
                : latest(results, file.harmedAt()).values().stream()
                        .filter(r -> counts(act, r))
                        .toList();
        return corrected.isEmpty()
                ? unlessUncustomary(file, new Found(act, duty, "absent", List.of()))
                : new Found(act, duty, "corrected", entries(corrected));
    }

    private static List<Entry> entries(List<Result> results) {
        List<Entry> entries = new ArrayList<>();
        results.forEach(r -> entries.add(r.entry()));
        return entries;
    }

    /**
     * Whether a result is the check that the act asks for. A teacher is examined for bias, and only a passed
     * examination is one; a student is measured in any way; an adapted model is measured for what it does, and an
     * examination for bias alone is no test of that.
     */
    private static boolean counts(Entry act, Result result) {
        boolean ofBias = result.entry().is("BiasAudited");
        return switch (ActType.of(act).orElseThrow()) {
            case TEACHER_RELEASED -> ofBias && result.passed().orElse(false);
            case MODEL_ADAPTED -> !ofBias && result.passed().orElse(true);
            default -> result.passed().orElse(true);
        };
    }

    private static boolean passedLater(Result failed, Map<String, Result> later) {
        Result last = later.get(failed.key());
        return last != null && last.passed().orElse(false);
    }

    /**
     * From when on a check can have been made: what went into the model had to be there. A check made before the act
     * counts, so that the act itself is no limit.
     */
    private static Instant startOf(CaseFile file, Entry act) {
        Instant last = Instant.MIN;
        for (String input : file.behind().used(act).toList()) {
            Instant there = file.behind().makersOf(input).stream()
                    .map(Entry::at)
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.MIN);
            last = there.isAfter(last) ? there : last;
        }
        return last.isBefore(act.at()) ? last : act.at();
    }

    /** By what time a check must have been made: the next party's act, else the harm. */
    private static Instant limitOf(CaseFile file, Entry act) {
        return file.behind().nextOfOthers(act).stream()
                .map(Entry::at)
                .min(Comparator.naturalOrder())
                .orElse(file.harmedAt());
    }

    /** The last result of each kind of check by a time. */
    private static Map<String, Result> latest(List<Result> results, Instant limit) {
        Map<String, Result> latest = new LinkedHashMap<>();
        for (Result result : results) {
            if (!result.entry().at().isAfter(limit)) {
                Result earlier = latest.get(result.key());
                boolean undecided = result.passed().isEmpty() && earlier != null;
                if (!undecided) {
                    latest.put(result.key(), result);
                }
            }
        }
        return latest;
    }

    /** All results about the act's own model, by time; a failed check by others only where the party knew of it. */
    private static Stream<Result> results(CaseFile file, Entry act) {
        Stream<Result> own = ownResult(act).filter(r -> !file.isLate(act) || isFailure(r)).stream();
        Stream<Result> others = file.record()
                .all()
                .filter(e -> isCheckOf(e, act))
                .filter(e -> e.isAdmitted() || (!e.isRejected() && e.actor().equals(act.actor())))
                .map(CheckFacts::result)
                .filter(r -> isFailure(r) ? knew(file, act, r.entry()) : !file.isLate(r.entry()));
        return Stream.concat(own, others)
                .sorted(Comparator.comparing(r -> r.entry().at()));
    }

    private static boolean isFailure(Result result) {
        return result.passed().filter(p -> !p).isPresent();
    }

    private static boolean isCheckOf(Entry entry, Entry act) {
        if (act.is("DatasetCollected")) {
            return entry.is("DataAudited")
                    && AUDITS_OF_QUALITY.contains(entry.body().text("kind"))
                    && act.generates(entry.body().text("dataset"));
        }
        return (entry.is("BiasAudited") || entry.is("ModelEvaluated"))
                && act.generates(entry.body().text("model"));
    }

    private static Result result(Entry check) {
        Body body = check.body();
        if (check.is("DataAudited")) {
            return new Result(
                    check,
                    "audit " + Entities.nameOf(body.text("dataset")) + " " + body.text("kind"),
                    body.truth("passed"));
        }
        String key = check.is("BiasAudited")
                ? "bias " + Entities.nameOf(body.text("model")) + " " + body.text("attribute") + " "
                        + body.text("metric")
                : "evaluation " + Entities.nameOf(body.text("model")) + " " + Entities.nameOf(body.text("dataset"));
        return new Result(check, key, passed(check));
    }

    /** What a test of a model says of itself: an examination for bias over its own threshold failed. */
    static Optional<Boolean> passed(Entry check) {
        return check.is("BiasAudited")
                ? check.body().passed("gap", "threshold")
                : check.body().truth("passed");
    }

    /** The check that the act itself records. */
    private static Optional<Result> ownResult(Entry act) {
        if (act.is("DistillationCompleted")) {
            return act.body().object("fidelity").number("agreement").isPresent()
                    ? Optional.of(new Result(act, "own", Optional.empty()))
                    : Optional.empty();
        }
        if (act.is("ModelAdapted") && !act.body().object("equivalence").isEmpty()) {
            return Optional.of(
                    new Result(act, "own", act.body().object("equivalence").passed("maxDivergence", "tolerance")));
        }
        return Optional.empty();
    }

    /** Auditors and authorities tell whom they examine, unless their report says whom else they told. */
    private static boolean knew(CaseFile file, Entry act, Entry check) {
        SortedSet<String> roles = file.rolesOf(check.actor());
        return !file.isAnother(check.actor(), act.actor())
                || file.tells(check, act.actor())
                || (check.body().texts("disclosedTo").isEmpty()
                        && (roles.contains("auditor") || roles.contains("regulator")))
                || file.record()
                        .all()
                        .anyMatch(e -> !e.isRejected()
                                && !file.isAnother(e.actor(), act.actor())
                                && !e.recordedAt().isAfter(limitOf(file, act))
                                && file.record().refersTo(e, check));
    }

    /** What told every next party of the failure before it acted; empty if one of them was not told. */
    private static List<Entry> disclosures(CaseFile file, Entry act, List<Result> failed) {
        Map<String, Instant> nextParties = new HashMap<>();
        file.behind()
                .nextOfOthers(act)
                .forEach(n -> nextParties.merge(n.actor(), n.at(), (a, b) -> a.isBefore(b) ? a : b));
        Set<Entry> shown = new LinkedHashSet<>();
        for (Map.Entry<String, Instant> next : nextParties.entrySet()) {
            List<Entry> told = disclosing(file, act, failed)
                    .filter(e -> !e.at().isAfter(next.getValue()))
                    .filter(e -> file.tells(e, next.getKey()))
                    .toList();
            if (told.isEmpty()) {
                return List.of();
            }
            shown.addAll(told);
        }
        return List.copyOf(shown);
    }

    private static Stream<Entry> disclosing(CaseFile file, Entry act, List<Result> failed) {
        return Stream.concat(
                file.timely("LimitationDisclosed")
                        .filter(e -> act.generates(e.body().text("model"))),
                failed.stream()
                        .map(Result::entry)
                        .filter(e -> e.is("BiasAudited") && e.isAdmitted() && !file.isLate(e)));
    }

    /** A measure that was not yet customary there and then was not owed. */
    private static Found unlessUncustomary(CaseFile file, Found found) {
        if (!found.state().equals("absent")) {
            return found;
        }
        Optional<String> region = file.jurisdictionOf(found.act().actor());
        LocalDate day = CaseFile.dayOf(found.act().at());
        boolean excused = region.isPresent()
                && file.industriesOf(found.act()).stream()
                        .allMatch(industry -> file.pack()
                                .customarySince(found.duty(), industry, region.get())
                                .filter(since -> since.isAfter(day))
                                .isPresent());
        return excused ? new Found(found.act(), found.duty(), "not-customary", List.of()) : found;
    }

    /**
     * Whoever ships a model with a fault that was disclosed to it makes the fault its own, unless its own model passed.
     */
    private static Found takenOver(CaseFile file, Found own, List<Found> all) {
        if (!own.act().isOneOf(TAKEN_OVER_BY) || own.state().startsWith("failed")) {
            return own;
        }
        List<Found> disclosed = all.stream()
                .filter(f -> f.state().equals("failed-disclosed"))
                .filter(f -> file.behind().nextOfOthers(f.act()).stream()
                        .anyMatch(n -> n.actor().equals(own.act().actor())
                                && (n.equals(own.act())
                                        || file.behind().after(n).contains(own.act()))))
                .toList();
        if (disclosed.isEmpty() || passedAudit(file, own.act())) {
            return own;
        }
        Set<Entry> shown = new LinkedHashSet<>();
        disclosed.forEach(d -> {
            shown.add(d.act());
            shown.addAll(d.shownBy());
        });
        return new Found(own.act(), own.duty(), "shipped-disclosed-fault", List.copyOf(shown));
    }

    private static boolean passedAudit(CaseFile file, Entry act) {
        Instant limit = act.is("OutputServed") ? act.at() : limitOf(file, act);
        Set<String> own = new LinkedHashSet<>(act.generates());
        if (act.is("OutputServed")) {
            file.behind()
                    .acts("ModelDeployed")
                    .filter(d -> d.actor().equals(act.actor()) && Entities.overlap(d.generates(), act.uses()))
                    .forEach(d -> {
                        own.addAll(d.uses());
                        own.addAll(d.generates());
                    });
        }
        return Stream.concat(file.timely("BiasAudited"), file.timely("ModelEvaluated"))
                .anyMatch(e -> Entities.contains(own, e.body().text("model"))
                        && passed(e).orElse(false)
                        && !e.at().isAfter(limit));
    }

    /** Human review and appeal belong to another duty in credit; what is in no list belongs to this one. */
    private static boolean guardsOutputs(String safeguard, String scene) {
        if (safeguard.equals("human-review") || safeguard.equals("appeal")) {
            return !scene.equals("credit");
        }
        return !SAFEGUARDS_OF_OTHER_DUTIES.contains(safeguard);
    }
}
