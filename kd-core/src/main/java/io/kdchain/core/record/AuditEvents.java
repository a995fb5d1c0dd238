package io.kdchain.core.record;

import io.kdchain.core.audit.BiasInheritance;
import io.kdchain.core.audit.Calibration;
import io.kdchain.core.audit.CapacityGap;
import io.kdchain.core.audit.ErrorInheritance;
import io.kdchain.core.audit.Fidelity;
import io.kdchain.core.audit.GroupFairness;
import io.kdchain.core.audit.Interval;
import io.kdchain.core.audit.Lineage;
import io.kdchain.core.audit.Measurement;
import io.kdchain.core.audit.SliceEquivalence;
import io.kdchain.core.audit.TriggerScan;
import io.kdchain.provenance.event.BiasAudited;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Metric;
import io.kdchain.provenance.event.ModelEvaluated;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.TechnicalAudited;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of an audit. An interval becomes three metrics: its name, and with {@code .lower} and {@code .upper}
 * its ends. What could not be measured on the rows, such as a rate of a group without rows, is left out; where nothing
 * else is left, the audit is refused, since a record of nothing would pass for a result.
 */
public final class AuditEvents {

    private AuditEvents() {}

    /** How far a student agrees with its teacher; no threshold is set. */
    public static ModelEvaluated fidelity(EntityId student, @Nullable EntityId rows, Fidelity found) {
        return evaluated(
                student,
                rows,
                null,
                metric("fidelity.agreement", found.agreement(), found.rows()),
                metric("fidelity.kl", found.kl(), found.rows()));
    }

    /**
     * Numbers with their intervals, such as those of {@link io.kdchain.core.audit.StudentMeasures}; no threshold is
     * set.
     */
    public static ModelEvaluated measured(EntityId model, @Nullable EntityId rows, List<Measurement> found) {
        List<Metric> metrics = new ArrayList<>();
        for (Measurement one : found) {
            if (Double.isFinite(one.interval().value())) {
                add(metrics, one.name(), one.interval(), one.rows());
            }
        }
        return evaluated(model, rows, null, metrics.toArray(Metric[]::new));
    }

    /** The same number in each group, by the group's name. */
    public static ModelEvaluated measured(EntityId model, @Nullable EntityId rows, Map<String, Measurement> byGroup) {
        List<Metric> metrics = new ArrayList<>();
        byGroup.forEach((group, one) -> {
            Interval interval = one.interval();
            if (Double.isFinite(interval.value())) {
                long count = one.rows();
                metrics.add(new Metric(one.name(), Decimals.of(interval.value()), group, count));
                metrics.add(new Metric(one.name() + ".lower", Decimals.of(interval.lower()), group, count));
                metrics.add(new Metric(one.name() + ".upper", Decimals.of(interval.upper()), group, count));
            }
        });
        return evaluated(model, rows, null, metrics.toArray(Metric[]::new));
    }

    /**
     * Which errors a student took over.
     *
     * @param independent the same of a student that was trained on labels alone; null means that there is none
     */
    public static ModelEvaluated errors(
            EntityId student, @Nullable EntityId rows, ErrorInheritance found, @Nullable ErrorInheritance independent) {
        List<Metric> metrics = new ArrayList<>();
        add(metrics, "errors.inherited", found.inherited(), found.teacherErrors());
        add(metrics, "errors.novel", found.novel(), found.rows());
        add(metrics, "errors.repaired", found.repaired(), found.rows());
        if (independent != null) {
            add(metrics, "errors.inherited-beyond-independent", found.shareBeyond(independent), found.teacherErrors());
        }
        return evaluated(student, rows, null, metrics.toArray(Metric[]::new));
    }

    /** How far a model's confidence is from how often it is right; no threshold is set. */
    public static ModelEvaluated calibration(EntityId model, @Nullable EntityId rows, Calibration found) {
        return evaluated(
                model,
                rows,
                null,
                metric("calibration.ece", found.ece(), found.rows()),
                metric("calibration.adaptive-ece", found.adaptiveEce(), found.rows()),
                metric("calibration.mce", found.mce(), found.rows()),
                metric("calibration.brier", found.brier(), found.rows()),
                metric("calibration.nll", found.nll(), found.rows()));
    }

    /** Whether an adapted model answers as before, slice by slice. */
    public static ModelEvaluated equivalence(EntityId adapted, @Nullable EntityId rows, SliceEquivalence found) {
        List<Metric> metrics = new ArrayList<>();
        add(
                metrics,
                "equivalence.agreement",
                found.all().agreement(),
                found.all().rows());
        add(
                metrics,
                "equivalence.max-divergence",
                found.all().maxDivergence(),
                found.all().rows());
        found.slices().forEach((name, slice) -> {
            metrics.add(new Metric("equivalence.agreement", Decimals.of(slice.agreement()), name, (long) slice.rows()));
            metrics.add(new Metric(
                    "equivalence.max-divergence", Decimals.of(slice.maxDivergence()), name, (long) slice.rows()));
        });
        return evaluated(adapted, rows, found.passed(), metrics.toArray(Metric[]::new));
    }

    /**
     * Whether a student is too small for what its teacher knows; it passes where it is not, and nothing is said where
     * the rows do not tell.
     *
     * @param count rows that it was measured on
     */
    public static ModelEvaluated capacity(EntityId student, @Nullable EntityId rows, CapacityGap found, int count) {
        List<Metric> metrics = new ArrayList<>();
        add(metrics, "capacity.agreement", found.agreement(), count);
        add(metrics, "capacity.required", found.required(), count);
        Boolean passed = switch (found.finding()) {
            case NONE -> true;
            case CAPACITY_GAP -> false;
            case CANNOT_TELL -> null;
        };
        return evaluated(student, rows, passed, metrics.toArray(Metric[]::new));
    }

    /**
     * How equally a model treats the groups of an attribute: one event a measure, those that could be measured.
     *
     * @param tolerance a gap up to this passes, 0 to 1; the ratio of selection rates is held against four fifths
     * @param disclosedTo who was told
     */
    public static List<BiasAudited> fairness(
            EntityId model, String attribute, GroupFairness found, double tolerance, List<PartyId> disclosedTo) {
        if (!(tolerance >= 0 && tolerance <= 1)) {
            throw new IllegalArgumentException("tolerance is %s; it is a gap, from 0 to 1".formatted(tolerance));
        }
        List<BiasAudited> all = new ArrayList<>();
        gap(all, model, attribute, "demographic-parity", found.demographicParityDifference(), tolerance, disclosedTo);
        gap(all, model, attribute, "equal-opportunity", found.equalOpportunityDifference(), tolerance, disclosedTo);
        gap(all, model, attribute, "equalised-odds", found.equalisedOddsDifference(), tolerance, disclosedTo);
        gap(
                all,
                model,
                attribute,
                "disparate-impact",
                1 - found.disparateImpactRatio(),
                1 - GroupFairness.FOUR_FIFTHS,
                disclosedTo);
        if (all.isEmpty()) {
            throw new IllegalArgumentException(
                    "no gap between groups of '%s' can be measured on these rows; each group needs rows of each class"
                            .formatted(attribute));
        }
        return all;
    }

    private static void gap(
            List<BiasAudited> all,
            EntityId model,
            String attribute,
            String metric,
            double gap,
            double tolerance,
            List<PartyId> disclosedTo) {
        if (Double.isFinite(gap)) {
            all.add(new BiasAudited(
                    model,
                    attribute,
                    metric,
                    Decimals.of(gap),
                    Decimals.of(tolerance),
                    // as recorded, so that whoever reads it comes to the same
                    Decimals.of(gap).compareTo(Decimals.of(tolerance)) <= 0,
                    disclosedTo));
        }
    }

    /**
     * Whether a student's bias comes from its teacher: the student's gap as a bias audit. It passes where the student
     * is not biased; where the rows do not tell, no gap is stated and it does not pass.
     *
     * @param metric which gap was compared, such as {@code equal-opportunity}
     */
    public static BiasAudited inherited(
            EntityId student, String attribute, String metric, BiasInheritance found, List<PartyId> disclosedTo) {
        boolean told = found.finding() != BiasInheritance.Finding.CANNOT_TELL
                && Double.isFinite(found.student().value());
        return new BiasAudited(
                student,
                attribute,
                "%s.%s"
                        .formatted(
                                metric,
                                found.finding().name().toLowerCase(Locale.ROOT).replace('_', '-')),
                told ? Decimals.of(found.student().value()) : null,
                Decimals.of(found.tolerance()),
                found.finding() == BiasInheritance.Finding.NONE || found.finding() == BiasInheritance.Finding.REPAIRED,
                disclosedTo);
    }

    /** The numbers that {@link #inherited} rests on: gaps of teacher, student and independent student. */
    public static ModelEvaluated inheritance(
            EntityId student, @Nullable EntityId rows, BiasInheritance found, int count) {
        List<Metric> metrics = new ArrayList<>();
        add(metrics, "bias.teacher", found.teacher(), count);
        add(metrics, "bias.student", found.student(), count);
        add(metrics, "bias.independent", found.independent(), count);
        add(metrics, "bias.transfer", found.transfer(), count);
        add(metrics, "bias.attributable", found.attributable(), count);
        return evaluated(student, rows, null, metrics.toArray(Metric[]::new));
    }

    /**
     * A scan for hidden triggers: a finding for each candidate that stands out.
     *
     * @param audit names the audit; with a number it makes the ids of findings, so it must be unique within the log
     * @param rectifyBy until when whoever made the model has to act
     */
    public static TechnicalAudited triggers(
            EntityId model, PartyId auditor, TriggerScan found, String audit, Instant rectifyBy) {
        List<TechnicalAudited.Finding> findings = new ArrayList<>();
        for (TriggerScan.Suspect suspect : found.suspects()) {
            findings.add(new TechnicalAudited.Finding(
                    "%s-%d".formatted(audit, findings.size() + 1),
                    null,
                    "setting %d feature(s) from number %d on to %s makes the model answer class %d on %s of the rows of other classes; %d changes were tried"
                            .formatted(
                                    suspect.width(),
                                    suspect.feature(),
                                    suspect.value(),
                                    suspect.target(),
                                    Decimals.of(suspect.success()).toPlainString(),
                                    found.candidates()),
                    rectifyBy,
                    null));
        }
        return new TechnicalAudited(model, auditor, List.of(TechnicalAudited.Scope.SAFETY), findings);
    }

    /**
     * Whether a model was distilled from a teacher, as an evaluation of it; nothing is passed or failed by that.
     *
     * @param count rows that it was measured on
     */
    public static ModelEvaluated lineage(EntityId suspect, @Nullable EntityId rows, Lineage found, int count) {
        return evaluated(
                suspect,
                rows,
                null,
                metric("lineage.affinity", found.affinity(), count),
                metric("lineage.p", found.p(), count),
                metric("lineage.level", found.level(), count),
                new Metric(
                        "lineage.independent-models",
                        Decimals.of(found.independent().size()),
                        null,
                        (long) count));
    }

    private static ModelEvaluated evaluated(
            EntityId model, @Nullable EntityId rows, @Nullable Boolean passed, Metric... metrics) {
        if (metrics.length == 0) {
            throw new IllegalArgumentException("nothing could be measured on these rows; audit others");
        }
        return new ModelEvaluated(model, rows, List.of(metrics), passed);
    }

    private static Metric metric(String name, double value, int rows) {
        return new Metric(name, Decimals.of(value), null, (long) rows);
    }

    private static void add(List<Metric> metrics, String name, double value, int rows) {
        if (Double.isFinite(value)) {
            metrics.add(metric(name, value, rows));
        }
    }

    private static void add(List<Metric> metrics, String name, Interval value, int rows) {
        add(metrics, name, value.value(), rows);
        add(metrics, name + ".lower", value.lower(), rows);
        add(metrics, name + ".upper", value.upper(), rows);
    }
}
