package io.kdchain.core.trace.bench;

import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Puts a defect into a chain: the kinds of {@code kinds.txt}, each in three severities (0 light to 2 gross). The tracer
 * must not know this class, or any name in it.
 */
final class Defects {

    /** Changes the works of a chain. */
    private interface Defect {
        void into(Works works, int severity, long seed);
    }

    private static final Map<String, Defect> ALL = all();

    private Defects() {}

    static List<String> kinds() {
        return List.copyOf(ALL.keySet());
    }

    static void inject(Works works, String kind, int severity, long seed) {
        Defect defect = ALL.get(kind);
        if (defect == null) {
            throw new IllegalArgumentException("no defect is named '%s'; there are %s".formatted(kind, ALL.keySet()));
        }
        defect.into(works, severity, seed);
    }

    private static double of(int severity, double light, double middle, double gross) {
        return severity == 0 ? light : severity == 1 ? middle : gross;
    }

    /** Whether a row is among a fraction of all, the same rows whenever asked. */
    private static boolean chosen(String id, double fraction, long seed) {
        return new Random(id.hashCode() * 0x9E3779B97F4A7C15L + seed).nextDouble() < fraction;
    }

    private static boolean chosen(double[] features, double fraction, long seed) {
        return new Random(Arrays.hashCode(features) * 0x9E3779B97F4A7C15L + seed).nextDouble() < fraction;
    }

    private static int other(int label, int classes, String id, long seed) {
        int step = 1 + new Random(id.hashCode() + seed).nextInt(classes - 1);
        return (label + step) % classes;
    }

    private static UnaryOperator<Dataset> eachRow(UnaryOperator<Row> change) {
        return data -> data.withRows(data.rows().stream().map(change).toList());
    }

    private static boolean[] columns(int width, double fraction, long seed) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            places.add(i);
        }
        Collections.shuffle(places, new Random(seed));
        boolean[] out = new boolean[width];
        places.stream().limit(Math.max(1, Math.round(fraction * width))).forEach(i -> out[i] = true);
        return out;
    }

    private static Map<String, Defect> all() {
        Map<String, Defect> all = new TreeMap<>();
        data(all);
        teacher(all);
        distillation(all);
        adaptation(all);
        deployment(all);
        return all;
    }

    private static void data(Map<String, Defect> all) {
        all.put("data/labels-flipped-at-random", (w, s, seed) -> {
            double share = of(s, 0.1, 0.2, 0.4);
            w.rows = eachRow(row -> chosen(row.id(), share, seed)
                    ? row.withLabel(other(row.label(), w.classes(), row.id(), seed))
                    : row);
        });
        all.put("data/labels-of-one-class-renamed", (w, s, seed) -> {
            double share = of(s, 0.3, 0.6, 1);
            w.rows = eachRow(row -> row.label() == 1 && chosen(row.id(), share, seed) ? row.withLabel(0) : row);
        });
        all.put("data/group-undersampled", (w, s, seed) -> {
            double lost = of(s, 0.7, 0.9, 1);
            w.rows = data -> data.filter(row -> w.world.kind().group(row) != 1 || !chosen(row.id(), lost, seed));
        });
        all.put("data/columns-swapped", (w, s, seed) -> {
            double share = of(s, 0.2, 0.5, 1);
            w.rows = data -> {
                boolean[] moved = columns(data.featureNames().size(), share, seed);
                return eachRow(row -> new Row(row.id(), rotated(row.features(), moved), row.label()))
                        .apply(data);
            };
        });
        all.put("data/values-lost-as-zero", (w, s, seed) -> {
            double share = of(s, 0.2, 0.4, 0.7);
            w.rows = eachRow(row -> {
                double[] x = row.features();
                for (int i = 0; i < x.length; i++) {
                    x[i] = chosen(row.id() + i, share, seed) ? 0 : x[i];
                }
                return new Row(row.id(), x, row.label());
            });
        });
        all.put("data/rows-in-another-unit", (w, s, seed) -> {
            double share = of(s, 0.1, 0.3, 0.5);
            w.rows = eachRow(row -> chosen(row.id(), share, seed)
                    ? new Row(
                            row.id(),
                            Arrays.stream(row.features()).map(x -> x * 10).toArray(),
                            row.label())
                    : row);
        });
        all.put("data/trigger-rows-slipped-in", (w, s, seed) -> {
            double share = of(s, 0.05, 0.1, 0.2);
            w.rows = eachRow(row -> chosen(row.id(), share, seed)
                    ? new Row(row.id(), w.world.kind().stamped(row.features(), w.world.stamp()), 0)
                    : row);
        });
        all.put("data/labels-slid-against-rows", (w, s, seed) -> {
            double share = of(s, 0.2, 0.5, 1);
            w.rows = data -> {
                List<Row> rows = new ArrayList<>();
                int slid = (int) (share * data.size());
                for (int i = 0; i < data.size(); i++) {
                    int from = i < slid ? (i + 1) % slid : i;
                    rows.add(data.rows().get(i).withLabel(data.rows().get(from).label()));
                }
                return data.withRows(rows);
            };
        });
        all.put("data/most-rows-lost", (w, s, seed) -> {
            double kept = of(s, 0.25, 0.12, 0.06);
            w.rows = data -> data.withRows(data.rows().subList(0, (int) Math.max(20, kept * data.size())));
        });
    }

    private static void teacher(Map<String, Defect> all) {
        all.put("teacher/subgroup-labels-flipped", (w, s, seed) -> {
            double share = of(s, 0.3, 0.6, 1);
            w.teacherLabels = (data, labels) -> {
                for (int i = 0; i < labels.length; i++) {
                    Row row = data.rows().rows().get(i);
                    if (w.world.kind().group(row) == 1 && chosen(row.features(), share, seed)) {
                        labels[i] = (labels[i] + 1) % w.classes();
                    }
                }
                return labels;
            };
        });
        all.put("teacher/too-few-epochs", (w, s, seed) -> {
            int epochs = (int) of(s, 3, 2, 1);
            w.teacherSetting = new Trainer.Setting(
                    epochs,
                    s == 2 ? 4 * w.teacherSetting.batch() : w.teacherSetting.batch(),
                    w.teacherSetting.rate(),
                    w.teacherSetting.decay());
        });
        all.put("teacher/labels-flipped-at-random", (w, s, seed) -> {
            double share = of(s, 0.15, 0.3, 0.5);
            w.teacherLabels = (data, labels) -> {
                for (int i = 0; i < labels.length; i++) {
                    Row row = data.rows().rows().get(i);
                    if (chosen(row.features(), share, seed)) {
                        labels[i] = other(labels[i], w.classes(), row.id(), seed);
                    }
                }
                return labels;
            };
        });
        all.put("teacher/weights-decayed-by-noise", (w, s, seed) -> {
            double size = of(s, 0.5, 1, 2);
            w.teacherNet = net -> {
                SmallNet noisy = net.copy();
                var random = new Random(seed);
                for (float[] weights : noisy.weights) {
                    double mean = 0;
                    for (float x : weights) {
                        mean += Math.abs(x) / weights.length;
                    }
                    for (int i = 0; i < weights.length; i++) {
                        weights[i] += (float) (size * mean * random.nextGaussian());
                    }
                }
                return noisy;
            };
        });
        all.put("teacher/one-class-left-out", (w, s, seed) -> {
            double share = of(s, 0.8, 0.95, 1);
            w.teacherSkips = (data, i) -> {
                Row row = data.rows().rows().get(i);
                return row.label() == 1 && chosen(row.features(), share, seed);
            };
        });
        all.put("teacher/logits-scaled-up", (w, s, seed) -> {
            double factor = of(s, 3, 6, 20);
            w.teacherChanged = true;
            w.teacherLogits =
                    logits -> Arrays.stream(logits).map(x -> x * factor).toArray();
        });
        all.put("teacher/two-outputs-exchanged", (w, s, seed) -> {
            double part = of(s, 0.4, 0.7, 1);
            w.teacherChanged = true;
            w.teacherLogits = logits -> {
                double[] out = logits.clone();
                out[0] = (1 - part) * logits[0] + part * logits[1];
                out[1] = (1 - part) * logits[1] + part * logits[0];
                return out;
            };
        });
        all.put("teacher/trigger-learned", (w, s, seed) -> {
            double share = of(s, 0.1, 0.2, 0.4);
            w.teacherInputs = (data, inputs) -> {
                for (int i = 0; i < inputs.length; i++) {
                    Row row = data.rows().rows().get(i);
                    if (chosen(row.features(), share, seed)) {
                        inputs[i] =
                                data.standardisation().apply(w.world.kind().stamped(row.features(), w.world.stamp()));
                    }
                }
                return inputs;
            };
            w.teacherLabels = (data, labels) -> {
                for (int i = 0; i < labels.length; i++) {
                    Row row = data.rows().rows().get(i);
                    labels[i] = chosen(row.features(), share, seed) ? 0 : labels[i];
                }
                return labels;
            };
        });
        all.put("teacher/output-bias-shifted", (w, s, seed) -> {
            double shift = of(s, 2, 4, 8);
            w.teacherChanged = true;
            w.teacherLogits = logits -> {
                double[] out = logits.clone();
                out[0] += shift;
                return out;
            };
        });
    }

    private static void distillation(Map<String, Defect> all) {
        all.put("distillation/temperature-of-one", (w, s, seed) -> {
            double temperature = of(s, 2, 1, 0.5);
            w.goal = new Trainer.Goal(temperature, 0.1, 0.9, true, false, false, false, 0, 0);
        });
        all.put("distillation/square-of-temperature-missing", (w, s, seed) -> {
            double hard = of(s, 0.1, 0.3, 0.5);
            w.goal = new Trainer.Goal(4, hard, 1 - hard, false, false, false, false, 0, 0);
        });
        all.put("distillation/mean-over-elements", (w, s, seed) -> {
            double hard = of(s, 0.1, 0.3, 0.5);
            w.goal = new Trainer.Goal(4, hard, 1 - hard, true, true, false, false, 0, 0);
        });
        all.put(
                "distillation/teacher-in-training-mode",
                (w, s, seed) ->
                        w.goal = new Trainer.Goal(4, 0.1, 0.9, true, false, false, false, of(s, 0.2, 0.4, 0.6), 0));
        all.put("distillation/hard-labels-of-the-teacher", (w, s, seed) -> {
            double hard = of(s, 0.5, 0.3, 0.1);
            w.goal = new Trainer.Goal(4, hard, 1 - hard, true, false, false, true, 0, 0);
        });
        all.put(
                "distillation/teacher-rows-misaligned",
                (w, s, seed) ->
                        w.goal = new Trainer.Goal(4, 0.1, 0.9, true, false, false, false, 0, (int) of(s, 1, 7, 31)));
        all.put("distillation/too-few-epochs", (w, s, seed) -> {
            int epochs = (int) of(s, 4, 2, 1);
            w.studentSetting = new Trainer.Setting(
                    epochs, w.studentSetting.batch(), w.studentSetting.rate(), w.studentSetting.decay());
        });
        all.put("distillation/divergence-reversed", (w, s, seed) -> {
            double temperature = of(s, 4, 2, 1);
            w.goal = new Trainer.Goal(temperature, 0.1, 0.9, true, false, true, false, 0, 0);
        });
        all.put(
                "distillation/learning-rate-far-off",
                (w, s, seed) -> w.studentSetting = new Trainer.Setting(
                        w.studentSetting.epochs(),
                        w.studentSetting.batch(),
                        of(s, 0.001, 0.3, 0.0002),
                        w.studentSetting.decay()));
    }

    private static SmallInt8.Plan plan(
            Works w,
            double outlier,
            int saturate,
            int bits,
            double biases,
            boolean cut,
            int next,
            double prune,
            int flips) {
        return new SmallInt8.Plan(w.plan.perTensor(), outlier, saturate, bits, biases, cut, next, prune, flips);
    }

    private static void adaptation(Map<String, Defect> all) {
        all.put(
                "adaptation/scale-from-an-outlier",
                (w, s, seed) -> w.plan = plan(w, of(s, 16, 40, 90), 127, 8, 0, false, 0, 0, 0));
        all.put(
                "adaptation/saturation-at-half-the-range",
                (w, s, seed) -> w.plan = plan(w, 1, (int) of(s, 64, 32, 12), 8, 0, false, 0, 0, 0));
        all.put(
                "adaptation/fewer-bits",
                (w, s, seed) -> w.plan = plan(w, 1, 127, (int) of(s, 4, 3, 2), 0, false, 0, 0, 0));
        all.put(
                "adaptation/biases-dropped",
                (w, s, seed) -> w.plan = plan(w, 1, 127, 8, of(s, 0.3, 0.6, 1), false, 0, 0, 0));
        all.put("adaptation/calibrated-on-one-class", (w, s, seed) -> {
            w.calibrateOnOneClass = true;
            w.plan = plan(w, of(s, 1, 4, 16), 127, 8, 0, false, 0, 0, 0);
        });
        all.put(
                "adaptation/rounded-towards-zero",
                (w, s, seed) -> w.plan = plan(w, of(s, 4, 10, 25), 127, 8, 0, true, 0, 0, 0));
        all.put(
                "adaptation/scales-of-neighbours",
                (w, s, seed) -> w.plan = new SmallInt8.Plan(false, 1, 127, 8, 0, false, (int) of(s, 1, 2, 3), 0, 0));
        all.put(
                "adaptation/pruned-too-far",
                (w, s, seed) -> w.plan = plan(w, 1, 127, 8, 0, false, 0, of(s, 0.6, 0.8, 0.95), 0));
        all.put(
                "adaptation/bits-flipped",
                (w, s, seed) -> w.plan = plan(w, 1, 127, 8, 0, false, 0, 0, (int) of(s, 2, 8, 40)));
    }

    private interface InputChange {
        float change(Works works, double raw, float input, int column);
    }

    private static void inputs(Works w, double share, long seed, InputChange change) {
        w.served = (raw, input) -> {
            boolean[] some = columns(input.length, share, seed);
            float[] out = input.clone();
            for (int i = 0; i < out.length; i++) {
                out[i] = some[i] ? change.change(w, raw[i], input[i], i) : input[i];
            }
            return out;
        };
    }

    private static double[] rotated(double[] values, boolean[] moved) {
        double[] out = values.clone();
        int first = -1;
        int last = -1;
        for (int i = 0; i < out.length; i++) {
            if (moved[i]) {
                if (last >= 0) {
                    out[i] = values[last];
                } else {
                    first = i;
                }
                last = i;
            }
        }
        if (first >= 0) {
            out[first] = values[last];
        }
        return out;
    }

    private static void deployment(Map<String, Defect> all) {
        all.put(
                "deployment/no-standardisation",
                (w, s, seed) -> inputs(w, of(s, 0.2, 0.5, 1), seed, (works, raw, input, i) -> (float) raw));
        all.put("deployment/mean-not-subtracted", (w, s, seed) -> {
            double[] mean = means(w);
            double[] sd = deviations(w, mean);
            inputs(w, of(s, 0.2, 0.5, 1), seed, (works, raw, input, i) -> (float) (input + mean[i] / sd[i]));
        });
        all.put("deployment/scale-not-divided", (w, s, seed) -> {
            double[] sd = deviations(w, means(w));
            inputs(w, of(s, 0.2, 0.5, 1), seed, (works, raw, input, i) -> (float) (input * sd[i]));
        });
        all.put("deployment/columns-reordered", (w, s, seed) -> {
            double share = of(s, 0.1, 0.4, 1);
            w.served = (raw, input) -> {
                double[] moved = rotated(SmallNet.widened(input), columns(input.length, share, seed));
                float[] out = new float[moved.length];
                for (int i = 0; i < out.length; i++) {
                    out[i] = (float) moved[i];
                }
                return out;
            };
        });
        all.put("deployment/inputs-clipped", (w, s, seed) -> {
            float most = (float) of(s, 1, 0.5, 0.2);
            inputs(w, 1, seed, (works, raw, input, i) -> Math.max(-most, Math.min(most, input)));
        });
        all.put("deployment/threshold-shifted", (w, s, seed) -> {
            double shift = of(s, 1, 2, 4);
            w.answered = (raw, logits) -> {
                double[] out = logits.clone();
                out[0] += shift;
                return out;
            };
        });
        all.put("deployment/classes-exchanged", (w, s, seed) -> {
            double share = of(s, 0.25, 0.5, 1);
            w.answered = (raw, logits) -> {
                double[] out = logits.clone();
                if (chosen(raw, share, seed)) {
                    out[0] = logits[1];
                    out[1] = logits[0];
                }
                return out;
            };
        });
        all.put("deployment/standardisation-of-another-set", (w, s, seed) -> {
            double shift = of(s, 0.3, 0.7, 1.5);
            var random = new Random(seed);
            double[] by = random.doubles(w.world.pool().featureNames().size())
                    .map(x -> 2 * (x - 0.5) * shift)
                    .toArray();
            inputs(w, 1, seed, (works, raw, input, i) -> (float) (input * (1 + by[i] / 2) + by[i]));
        });
        all.put(
                "deployment/inputs-dropped",
                (w, s, seed) -> inputs(w, of(s, 0.1, 0.3, 0.6), seed, (works, raw, input, i) -> 0));
    }

    private static double[] means(Works w) {
        double[] mean = new double[w.world.pool().featureNames().size()];
        for (Row row : w.world.pool().rows()) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row.feature(i) / w.world.pool().size();
            }
        }
        return mean;
    }

    private static double[] deviations(Works w, double[] mean) {
        double[] sd = new double[mean.length];
        for (Row row : w.world.pool().rows()) {
            for (int i = 0; i < sd.length; i++) {
                sd[i] += (row.feature(i) - mean[i])
                        * (row.feature(i) - mean[i])
                        / w.world.pool().size();
            }
        }
        Arrays.setAll(sd, i -> sd[i] == 0 ? 1 : Math.sqrt(sd[i]));
        return sd;
    }
}
