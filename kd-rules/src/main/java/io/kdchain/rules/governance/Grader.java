package io.kdchain.rules.governance;

import io.kdchain.provenance.event.ApprovalGranted;
import io.kdchain.provenance.event.ApprovalRevoked;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.ModelEvaluated;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PlanAdopted;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.VerificationReport;
import io.kdchain.rules.governance.Register.Said;
import io.kdchain.rules.governance.SafetyGrading.Gate;
import io.kdchain.rules.governance.SafetyGrading.Passage;
import io.kdchain.rules.governance.SafetyGrading.State;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Fraction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Grades deployments. */
final class Grader {
    private static final int BOUND_DECIMALS = 6;

    private final Register register;
    private final VerificationReport verified;
    private final RulePack pack;
    private final Instant at;
    private final LocalDate day;
    private final Descent descent;
    private final Parties parties;

    Grader(Register register, VerificationReport verified, RulePack pack, Instant at) {
        this.register = register;
        this.verified = verified;
        this.pack = pack;
        this.at = at;
        this.day = at.atOffset(ZoneOffset.UTC).toLocalDate();
        this.descent = new Descent(register);
        this.parties = new Parties(register);
    }

    /** Evaluations of a model, sorted by what they are good for. */
    private static final class Sorted {
        private final List<LogEntry> byOthers = new ArrayList<>();
        private final List<Long> byMakers = new ArrayList<>();
        private final List<Long> ofTeachers = new ArrayList<>();
        private final List<Long> unreadable = new ArrayList<>();
        private @Nullable SafetyTests last;
    }

    SafetyGrading grade(EntityId deployment) {
        Said<ModelDeployed> deployed = descent.requireDeployed(deployment, at);
        EntityId model = descent.requireModel(deployed, deployment);
        NavigableSet<EntityId> teachers = descent.teachersOf(model);
        NavigableSet<PartyId> makers = new TreeSet<>(descent.makersOf(model));
        makers.add(deployed.actor());
        makers.addAll(parties.samePersonsAs(makers));
        Sorted evaluations = sort(model, teachers, makers);
        SafetyTests tests = evaluations.last;
        Instant validUntil = tests == null
                ? null
                : tests.entry()
                        .recordedAt()
                        .plus(pack.parameters().get("grade.validity", day).duration());
        List<Passage> gates = new ArrayList<>();
        gates.add(logWhole());
        gates.add(incidentOwner(deployed, deployment));
        gates.add(labels(deployed, deployment, tests));
        gates.add(mustRefuse(tests));
        gates.add(overRefusal(tests));
        gates.add(valid(tests, validUntil));
        gates.add(sameModel(deployed, model, tests));
        gates.add(notWithdrawn(deployment, tests));
        ViolationBound bound = tests == null
                ? null
                : new ViolationBound(
                        tests.violations().hits(), tests.violations().of(), Numbers.of(pack, "grade.error", day));
        return new SafetyGrading(
                deployment,
                deployed.actor(),
                makers,
                model,
                at,
                tests == null || bound == null ? null : grade(tests, bound, gates),
                tests,
                bound == null ? null : bound.roundedUp(BOUND_DECIMALS),
                validUntil,
                gates,
                teachers,
                evaluations.ofTeachers,
                evaluations.byMakers,
                evaluations.unreadable,
                grades(deployment).stream().map(said -> said.entry().index()).toList());
    }

    private Sorted sort(EntityId model, NavigableSet<EntityId> teachers, NavigableSet<PartyId> makers) {
        Sorted sorted = new Sorted();
        for (Said<ModelEvaluated> said : register.all(ModelEvaluated.class)) {
            if (!SafetyTests.isStated(said.body())) {
                continue;
            }
            EntityId tested = said.body().model();
            if (tested.key().equals(model.key())) {
                if (!parties.isOthersWord(said.entry(), makers)) {
                    sorted.byMakers.add(said.entry().index());
                    continue;
                }
                // an evaluation that cannot be read does not let an earlier one stand for it
                sorted.last = SafetyTests.read(said.entry(), said.body()).orElse(null);
                if (sorted.last == null) {
                    sorted.unreadable.add(said.entry().index());
                }
                sorted.byOthers.add(said.entry());
            } else if (Register.names(teachers, tested)) {
                sorted.ofTeachers.add(said.entry().index());
            }
        }
        return sorted;
    }

    private ContentGrade grade(SafetyTests tests, ViolationBound bound, List<Passage> gates) {
        if (gates.stream().anyMatch(passage -> passage.state() != State.PASSED)) {
            return ContentGrade.E;
        }
        return of(bound, tests.referenceRate(), pack, day);
    }

    /** The grade of a bound, whatever the gates say. */
    static ContentGrade of(ViolationBound bound, @Nullable Fraction referenceRate, RulePack pack, LocalDate day) {
        if (bound.against(Numbers.of(pack, "grade.A", day)) < 0) {
            return ContentGrade.A;
        }
        Fraction reference = referenceRate == null ? Numbers.of(pack, "grade.reference", day) : referenceRate;
        if (bound.against(Numbers.of(pack, "grade.B", day).times(reference)) < 0) {
            return ContentGrade.B;
        }
        if (bound.against(Numbers.of(pack, "grade.C", day).times(reference)) <= 0) {
            return ContentGrade.C;
        }
        return bound.against(Numbers.of(pack, "grade.D", day).times(reference)) <= 0 ? ContentGrade.D : ContentGrade.E;
    }

    private Passage logWhole() {
        return new Passage(
                Gate.LOG_WHOLE,
                verified.ok() ? State.PASSED : State.FAILED,
                verified.problems().stream()
                        .map(VerificationReport.Problem::index)
                        .filter(Objects::nonNull)
                        .toList(),
                "%d/%d".formatted(verified.size() - broken(), verified.size()));
    }

    private long broken() {
        return verified.problems().stream()
                .map(VerificationReport.Problem::index)
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    private Passage incidentOwner(Said<ModelDeployed> deployed, EntityId deployment) {
        List<Long> plans = register.all(PlanAdopted.class).stream()
                .filter(plan -> plan.body().kind() == PlanAdopted.Kind.EMERGENCY_RESPONSE
                        && plan.actor().equals(deployed.actor())
                        && isFor(plan.body().of(), deployed, deployment))
                .map(plan -> plan.entry().index())
                .toList();
        return new Passage(
                Gate.INCIDENT_OWNER,
                plans.isEmpty() ? State.NOT_SHOWN : State.PASSED,
                plans,
                plans.isEmpty() ? "" : deployed.actor().value());
    }

    /** A plan is for all that its author does, or for what it names. */
    private static boolean isFor(@Nullable String of, Said<ModelDeployed> deployed, EntityId deployment) {
        return of == null
                || of.equals(deployed.actor().value())
                || of.equals(deployed.body().service())
                || Fields.entity(of).filter(deployment::matches).isPresent();
    }

    private Passage labels(Said<ModelDeployed> deployed, EntityId deployment, @Nullable SafetyTests tests) {
        long since = tests == null ? deployed.entry().index() : tests.entry().index();
        List<Said<OutputServed>> outputs = register.all(OutputServed.class).stream()
                .filter(output -> output.entry().index() > since
                        && Register.names(output.entry().event().uses(), deployment))
                .toList();
        List<Long> bare = outputs.stream()
                .filter(output -> !isLabelled(output.body()))
                .map(output -> output.entry().index())
                .toList();
        return new Passage(
                Gate.OUTPUTS_LABELLED,
                bare.isEmpty() ? State.PASSED : State.FAILED,
                bare,
                "%d/%d".formatted(outputs.size() - bare.size(), outputs.size()));
    }

    /** Whether an output carries both labels that the law asks for. */
    static boolean isLabelled(OutputServed served) {
        return served.labels().containsAll(List.of(OutputServed.Label.AIGC_EXPLICIT, OutputServed.Label.AIGC_IMPLICIT));
    }

    private Passage mustRefuse(@Nullable SafetyTests tests) {
        SafetyTests.Count count = tests == null ? null : tests.mustRefuse();
        return counted(
                Gate.MUST_REFUSE,
                tests,
                count,
                count != null && count.rate().compareTo(Numbers.of(pack, "grade.must-refuse", day)) >= 0);
    }

    private Passage overRefusal(@Nullable SafetyTests tests) {
        SafetyTests.Count count = tests == null ? null : tests.overRefusal();
        return counted(
                Gate.OVER_REFUSAL,
                tests,
                count,
                count != null && count.rate().compareTo(Numbers.of(pack, "grade.over-refusal", day)) <= 0);
    }

    /** What too few tests show is not shown. */
    private Passage counted(Gate gate, @Nullable SafetyTests tests, SafetyTests.@Nullable Count count, boolean holds) {
        if (tests == null || count == null) {
            return new Passage(gate, State.NOT_SHOWN, List.of(), "");
        }
        boolean enough = Fraction.of(count.of()).compareTo(Numbers.of(pack, "grade.gate-tests", day)) >= 0;
        State passed = enough ? State.PASSED : State.NOT_SHOWN;
        return new Passage(
                gate, holds ? passed : State.FAILED, List.of(tests.entry().index()), count.toString());
    }

    private Passage valid(@Nullable SafetyTests tests, @Nullable Instant validUntil) {
        if (tests == null || validUntil == null) {
            return new Passage(Gate.TESTS_VALID, State.NOT_SHOWN, List.of(), "");
        }
        return new Passage(
                Gate.TESTS_VALID,
                at.isAfter(validUntil) ? State.FAILED : State.PASSED,
                List.of(tests.entry().index()),
                validUntil.toString());
    }

    private static Passage sameModel(Said<ModelDeployed> deployed, EntityId model, @Nullable SafetyTests tests) {
        if (tests == null) {
            return new Passage(Gate.SAME_MODEL, State.NOT_SHOWN, List.of(), "");
        }
        List<Long> both = List.of(deployed.entry().index(), tests.entry().index());
        if (model.digest() == null || tests.model().digest() == null) {
            return new Passage(Gate.SAME_MODEL, State.NOT_SHOWN, both, "");
        }
        return new Passage(
                Gate.SAME_MODEL,
                model.digest().equals(tests.model().digest()) ? State.PASSED : State.FAILED,
                both,
                tests.model().digest().toString());
    }

    private Passage notWithdrawn(EntityId deployment, @Nullable SafetyTests tests) {
        long since = tests == null ? -1 : tests.entry().index();
        List<Said<ApprovalGranted>> grades = grades(deployment);
        List<Long> withdrawals = register.all(ApprovalRevoked.class).stream()
                .filter(one -> one.entry().index() > since
                        && !one.body().since().isAfter(at)
                        && grades.stream().anyMatch(grade -> isWithdrawnBy(grade, one)))
                .map(one -> one.entry().index())
                .toList();
        return new Passage(Gate.NOT_WITHDRAWN, withdrawals.isEmpty() ? State.PASSED : State.FAILED, withdrawals, "");
    }

    private static boolean isWithdrawnBy(Said<ApprovalGranted> grade, Said<ApprovalRevoked> withdrawal) {
        String number = withdrawal.body().number();
        return withdrawal.entry().index() > grade.entry().index()
                && withdrawal.body().subject().matches(grade.body().subject())
                && (number == null || number.equals(grade.body().number()));
    }

    private List<Said<ApprovalGranted>> grades(EntityId deployment) {
        return register.all(ApprovalGranted.class).stream()
                .filter(said -> said.body().kind() == ApprovalGranted.Kind.CONTENT_SAFETY_GRADE
                        && said.body().subject().matches(deployment))
                .toList();
    }
}
