package io.kdchain.core.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.kdchain.core.adapt.Int8Tensor;
import io.kdchain.core.audit.Calibration;
import io.kdchain.core.audit.Decisions;
import io.kdchain.core.audit.Divergences;
import io.kdchain.core.audit.ErrorInheritance;
import io.kdchain.core.audit.GroupFairness;
import io.kdchain.core.audit.GroupRates;
import io.kdchain.core.audit.GroupScore;
import io.kdchain.core.audit.Ranking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Checks a file of golden audit metrics: logits of a teacher and a student with labels and groups 0 and 1, numbers for
 * int8, and what must come of them: calibration and fairness of both models, how they differ, and both int8 grids. A
 * number may be off by 1e-10, relative to what is expected where that is above 1; each counts by itself.
 *
 * <p>The binary decision of the fairness metrics is that the class is in the upper half of the classes.
 */
public final class GoldenMetrics {

    private static final double TOLERANCE = 1e-10;
    private static final List<String> GROUPS = List.of("0", "1");

    private final GoldenFile file;
    private final Map<String, double[]> found = new TreeMap<>();

    private GoldenMetrics(GoldenFile file) {
        this.file = file;
        compute(file.object("inputs"));
    }

    /**
     * Reads a file and computes what it asks for.
     *
     * @param source names the file in messages
     * @throws IllegalArgumentException if it is malformed, or expects a metric that is not known
     */
    public static GoldenMetrics read(byte[] bytes, String source) {
        return new GoldenMetrics(GoldenFile.parse(bytes, source));
    }

    /** Checks every expected number or list of numbers. */
    public ConformanceResult check() {
        Map<String, double[]> expected = new TreeMap<>();
        flatten("", file.object("expected"), expected);
        List<String> unknown = expected.keySet().stream()
                .filter(name -> !found.containsKey(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw file.bad(
                    "metrics that are not known: %s. Nothing was checked.".formatted(String.join(", ", unknown)));
        }
        if (expected.isEmpty()) {
            throw file.bad("there is no metric to check");
        }
        List<String> failures = new ArrayList<>();
        expected.forEach((name, values) -> {
            double[] ours = found.getOrDefault(name, new double[0]);
            boolean holds = ours.length == values.length
                    && IntStream.range(0, values.length).allMatch(i -> near(ours[i], values[i]));
            if (!holds) {
                failures.add("%s is %s, expected %s".formatted(name, Arrays.toString(ours), Arrays.toString(values)));
            }
        });
        return new ConformanceResult(expected.size() - failures.size(), failures);
    }

    private static boolean near(double ours, double expected) {
        return Double.isNaN(expected)
                ? Double.isNaN(ours)
                : ours == expected || Math.abs(ours - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
    }

    private static void flatten(String prefix, GoldenFile object, Map<String, double[]> into) {
        for (Map.Entry<String, JsonElement> entry : object.json().entrySet()) {
            String name = entry.getKey();
            if (entry.getValue().isJsonObject()) {
                flatten(prefix + name + ".", object.object(name), into);
            } else {
                into.put(
                        prefix + name,
                        entry.getValue() instanceof JsonArray
                                ? object.numbers(name)
                                : new double[] {object.number(name)});
            }
        }
    }

    private void compute(GoldenFile inputs) {
        int n = inputs.whole("n");
        int classes = inputs.whole("classes");
        if (n < 1 || classes < 2) {
            throw inputs.bad("n is %d and classes %d; at least 1 and 2 are needed".formatted(n, classes));
        }
        double[][] teacher = logits(inputs, "teacher_logits", n, classes);
        double[][] student = logits(inputs, "student_logits", n, classes);
        int[] labels = bounded(inputs, "y", n, classes);
        int[] groups = bounded(inputs, "group", n, GROUPS.size());
        List<String> names = Arrays.stream(groups).mapToObj(GROUPS::get).toList();
        if (names.stream().distinct().count() != GROUPS.size()) {
            throw inputs.bad("'group' names one group alone; both 0 and 1 are needed");
        }
        GroupFairness ofTeacher = model("teacher", teacher, labels, names);
        GroupFairness ofStudent = model("student", student, labels, names);
        pair(teacher, student, labels, names);
        put("pair.bias_transfer_dp", ofStudent.demographicParityDifference() - ofTeacher.demographicParityDifference());
        put("pair.bias_transfer_eodds", ofStudent.equalisedOddsDifference() - ofTeacher.equalisedOddsDifference());
        if (inputs.has("int8_x")) {
            double[] x = inputs.numbers("int8_x");
            int8("int8_symmetric.", x, Int8Tensor.symmetric(x));
            int8("int8_affine.", x, Int8Tensor.affine(x));
        }
    }

    private GroupFairness model(String name, double[][] logits, int[] labels, List<String> groups) {
        int half = logits[0].length / 2;
        Calibration calibration = Calibration.of(logits, labels, Calibration.DEFAULT_BINS);
        int[] decisions = Decisions.of(logits);
        put(
                name + ".accuracy",
                IntStream.range(0, labels.length)
                                .filter(i -> decisions[i] == labels[i])
                                .count()
                        / (double) labels.length);
        put(name + ".nll", calibration.nll());
        put(name + ".brier", calibration.brier());
        put(name + ".ece_width15", calibration.ece());
        put(name + ".mce_width15", calibration.mce());
        put(name + ".ece_mass15", calibration.adaptiveEce());
        boolean[] favourable = new boolean[labels.length];
        boolean[] decided = new boolean[labels.length];
        double[] scores = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            favourable[i] = labels[i] >= half;
            decided[i] = decisions[i] >= half;
            scores[i] =
                    Arrays.stream(Decisions.probabilities(logits[i])).skip(half).sum();
        }
        put(name + ".auc_binary", Ranking.areaUnderCurve(scores, favourable));
        GroupFairness fairness = GroupFairness.of(groups, favourable, decided);
        rates(name + ".group.selection_rate", fairness, GroupRates::selectionRate);
        rates(name + ".group.tpr", fairness, GroupRates::truePositiveRate);
        rates(name + ".group.fpr", fairness, GroupRates::falsePositiveRate);
        rates(name + ".group.accuracy", fairness, GroupRates::accuracy);
        put(name + ".group.dp_diff", fairness.demographicParityDifference());
        put(name + ".group.di_ratio", fairness.disparateImpactRatio());
        put(name + ".group.eo_diff", fairness.equalOpportunityDifference());
        put(name + ".group.eodds_diff", fairness.equalisedOddsDifference());
        put(name + ".group.acc_gap", fairness.accuracyGap());
        return fairness;
    }

    private void pair(double[][] teacher, double[][] student, int[] labels, List<String> groups) {
        Divergences divergences = Divergences.between(teacher, student);
        put("pair.agreement", divergences.agreement());
        put("pair.churn", divergences.churn());
        put("pair.kl_teacher_student", divergences.klTeacherStudent());
        put("pair.kl_student_teacher", divergences.klStudentTeacher());
        put("pair.js", divergences.jensenShannon());
        put("pair.tv", divergences.totalVariation());
        put("pair.cohen_kappa", divergences.kappa());
        found.put(
                "pair.agreement_by_group",
                Divergences.agreementByGroup(teacher, student, groups).stream()
                        .mapToDouble(GroupScore::value)
                        .toArray());
        ErrorInheritance errors = ErrorInheritance.of(labels, Decisions.of(teacher), Decisions.of(student));
        put("pair.error_inheritance", errors.inherited());
        put("pair.novel_error_rate", errors.novel());
        put("pair.repaired_rate", errors.repaired());
    }

    private void int8(String prefix, double[] x, Int8Tensor tensor) {
        put(prefix + "scale", tensor.scale());
        put(prefix + "zero_point", tensor.zeroPoint());
        byte[] values = tensor.values();
        found.put(
                prefix + "q",
                IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray());
        put(prefix + "max_abs_err", tensor.largestError(x));
        put(prefix + "sqnr_db", tensor.signalToNoiseDecibel(x));
    }

    private void rates(String name, GroupFairness fairness, ToDoubleFunction<GroupRates> rate) {
        found.put(name, fairness.groups().stream().mapToDouble(rate).toArray());
    }

    private void put(String name, double value) {
        found.put(name, new double[] {value});
    }

    private static double[][] logits(GoldenFile inputs, String name, int rows, int classes) {
        double[] flat = inputs.numbers(name);
        if (flat.length != (long) rows * classes) {
            throw inputs.bad(
                    "'%s' has %d numbers for %d rows of %d classes".formatted(name, flat.length, rows, classes));
        }
        double[][] all = new double[rows][];
        for (int i = 0; i < rows; i++) {
            all[i] = Arrays.copyOfRange(flat, i * classes, (i + 1) * classes);
        }
        return all;
    }

    private static int[] bounded(GoldenFile inputs, String name, int rows, int below) {
        int[] values = inputs.wholes(name);
        if (values.length != rows || Arrays.stream(values).anyMatch(v -> v < 0 || v >= below)) {
            throw inputs.bad("'%s' must hold %d numbers from 0 to %d".formatted(name, rows, below - 1));
        }
        return values;
    }
}
