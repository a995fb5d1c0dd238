package io.kdchain.core.audit;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What an audit measures of a student beside its teacher and a student of the same make that learned from labels alone,
 * all on the same rows. Every number comes with its interval by {@link PairedBootstrap}: differences between models see
 * the same drawn rows of each.
 */
public final class StudentMeasures {

    /** Name of the one measurement of {@link #fairness} that is a ratio and no gap. */
    public static final String SELECTION_RATIO = "fairness.selection-ratio";

    private static final String AGREEMENT = "fidelity.agreement";

    private final int[] labels;
    private final Answers teacher;
    private final Answers student;
    private final Answers independent;
    private final PairedBootstrap bootstrap;
    private final double precision;

    /** What one model says of each row, computed once for all drawings. */
    private static final class Answers {

        private final int[] decisions;
        private final double[][] logProbabilities;
        private final double[] confidences;

        private Answers(double[][] logits) {
            this.decisions = Decisions.of(logits);
            this.logProbabilities =
                    Arrays.stream(logits).map(Decisions::logProbabilities).toArray(double[][]::new);
            this.confidences = Arrays.stream(logits)
                    .mapToDouble(row ->
                            Arrays.stream(Decisions.probabilities(row)).max().orElseThrow())
                    .toArray();
        }
    }

    /**
     * Takes the logits of the same rows.
     *
     * @param labels index of each row's class
     * @param independent of a student that was trained on labels alone
     * @param precision half width that an interval should have, above 0
     */
    public StudentMeasures(
            int[] labels,
            double[][] teacher,
            double[][] student,
            double[][] independent,
            PairedBootstrap bootstrap,
            double precision) {
        Decisions.requireLabels(student, labels);
        Decisions.requireSameRows(teacher, student);
        Decisions.requireSameRows(independent, student);
        if (!(precision > 0 && precision < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "precision is %s; it is half the width of an interval, finite and above 0".formatted(precision));
        }
        this.labels = labels.clone();
        this.teacher = new Answers(teacher);
        this.student = new Answers(student);
        this.independent = new Answers(independent);
        this.bootstrap = bootstrap;
        this.precision = precision;
    }

    /** How many rows. */
    public int rows() {
        return labels.length;
    }

    /** {@link Fidelity}: agreement of student and teacher, and KL(T || S) in nats. */
    public List<Measurement> fidelity() {
        return List.of(
                mean(AGREEMENT, i -> student.decisions[i] == teacher.decisions[i] ? 1 : 0),
                mean("fidelity.kl", this::divergence));
    }

    /** The agreement of student and teacher in each group, sorted by its name. */
    public SortedMap<String, Measurement> agreementByGroup(List<String> group) {
        requireGroups(group);
        SortedMap<String, Measurement> all = new TreeMap<>();
        for (String name : new TreeSet<>(group)) {
            int[] members = IntStream.range(0, rows())
                    .filter(i -> group.get(i).equals(name))
                    .toArray();
            all.put(
                    name,
                    Measurement.of(
                            AGREEMENT,
                            members.length,
                            places -> Arrays.stream(places)
                                            .map(i -> members[i])
                                            .filter(i -> student.decisions[i] == teacher.decisions[i])
                                            .count()
                                    / (double) places.length,
                            bootstrap,
                            precision));
        }
        return all;
    }

    private double divergence(int row) {
        double[] t = teacher.logProbabilities[row];
        double[] s = student.logProbabilities[row];
        double sum = 0;
        for (int c = 0; c < t.length; c++) {
            sum += StrictMath.exp(t[c]) * (t[c] - s[c]);
        }
        return sum;
    }

    /** {@link ErrorInheritance}, and what of it a student that never saw the teacher does not repeat. */
    public List<Measurement> errors() {
        return List.of(
                errors("errors.inherited", places -> errors(places, student).inherited()),
                errors("errors.novel", places -> errors(places, student).novel()),
                errors("errors.repaired", places -> errors(places, student).repaired()),
                errors(
                        "errors.inherited-beyond-independent",
                        places -> errors(places, student).shareBeyond(errors(places, independent))));
    }

    private Measurement errors(String name, ToDoubleFunction<int[]> statistic) {
        return Measurement.of(name, rows(), statistic, bootstrap, precision);
    }

    private ErrorInheritance errors(int[] places, Answers of) {
        return ErrorInheritance.of(at(labels, places), at(teacher.decisions, places), at(of.decisions, places));
    }

    /**
     * {@link Calibration} of the student in {@link Calibration#DEFAULT_BINS} bins of equal width, and how much worse
     * its error is than the teacher's. The error of few rows is larger than that of many, and so are drawings of it
     * than what they are drawn from.
     */
    public List<Measurement> calibration() {
        return List.of(
                Measurement.of("calibration.ece", rows(), places -> error(places, student), bootstrap, precision),
                Measurement.of(
                        "calibration.ece-beyond-teacher",
                        rows(),
                        places -> error(places, student) - error(places, teacher),
                        bootstrap,
                        precision),
                mean("calibration.brier", this::brier),
                mean("calibration.nll", i -> -student.logProbabilities[i][labels[i]]));
    }

    private double error(int[] places, Answers of) {
        double[] gaps = new double[Calibration.DEFAULT_BINS];
        for (int place : places) {
            double confidence = of.confidences[place];
            // each bin without its lower end and with its upper
            int bin = (int) Math.ceil(confidence * gaps.length) - 1;
            gaps[Math.min(Math.max(bin, 0), gaps.length - 1)] +=
                    confidence - (of.decisions[place] == labels[place] ? 1 : 0);
        }
        return Arrays.stream(gaps).map(Math::abs).sum() / places.length;
    }

    private double brier(int row) {
        double[] log = student.logProbabilities[row];
        double sum = 0;
        for (int c = 0; c < log.length; c++) {
            double distance = StrictMath.exp(log[c]) - (c == labels[row] ? 1 : 0);
            sum += distance * distance;
        }
        return sum;
    }

    /**
     * {@link GroupFairness} of the student: the gaps of demographic parity, equal opportunity and equalised odds, and
     * the ratio of selection rates.
     *
     * @param group of each row
     * @param favourable index of the class that is good for the person
     */
    public List<Measurement> fairness(List<String> group, int favourable) {
        requireGroups(group);
        return List.of(
                gap("fairness.demographic-parity", group, favourable, GroupFairness::demographicParityDifference),
                gap("fairness.equal-opportunity", group, favourable, GroupFairness::equalOpportunityDifference),
                gap("fairness.equalised-odds", group, favourable, GroupFairness::equalisedOddsDifference),
                gap(SELECTION_RATIO, group, favourable, GroupFairness::disparateImpactRatio));
    }

    private Measurement gap(String name, List<String> group, int favourable, ToDoubleFunction<GroupFairness> measure) {
        boolean[] should = is(labels, favourable);
        boolean[] did = is(student.decisions, favourable);
        var same = new BiasInheritance.Rows(group, should, did, did, did);
        return Measurement.of(name, rows(), places -> same.gap(did, places, measure), bootstrap, precision);
    }

    /** The student's fairness on all rows, without intervals. */
    public GroupFairness groups(List<String> group, int favourable) {
        requireGroups(group);
        return GroupFairness.of(group, is(labels, favourable), is(student.decisions, favourable));
    }

    /**
     * Whether a gap between groups came from the teacher.
     *
     * @param measure the gap
     * @param tolerance 0 to 1
     */
    public BiasInheritance inheritance(
            List<String> group, int favourable, ToDoubleFunction<GroupFairness> measure, double tolerance) {
        requireGroups(group);
        var compared = new BiasInheritance.Rows(
                group,
                is(labels, favourable),
                is(teacher.decisions, favourable),
                is(student.decisions, favourable),
                is(independent.decisions, favourable));
        return BiasInheritance.of(compared, measure, tolerance, bootstrap);
    }

    private void requireGroups(List<String> group) {
        if (group.size() != rows()) {
            throw new IllegalArgumentException(
                    "%d groups for %d rows; one a row is needed".formatted(group.size(), rows()));
        }
    }

    private static boolean[] is(int[] classes, int wanted) {
        boolean[] all = new boolean[classes.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = classes[i] == wanted;
        }
        return all;
    }

    private static int[] at(int[] all, int[] places) {
        int[] some = new int[places.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[places[i]];
        }
        return some;
    }

    private Measurement mean(String name, IntToDoubleFunction row) {
        double[] all = new double[rows()];
        Arrays.setAll(all, row);
        return Measurement.of(
                name,
                all.length,
                places -> Arrays.stream(places).mapToDouble(i -> all[i]).sum() / places.length,
                bootstrap,
                precision);
    }
}
