package io.kdchain.core.conformance;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.google.gson.JsonElement;
import io.kdchain.core.distill.Optimiser;
import io.kdchain.core.distill.OptimiserSetting;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.LossInput;
import io.kdchain.core.loss.Reduction;
import io.kdchain.core.loss.ScaleT2;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a file of golden training runs: a multi-layer perceptron with ReLU from given weights, fixed teacher logits,
 * fixed batches, and for each case an optimiser with its settings, the loss of every step and the final weights.
 *
 * <p>In float64 a loss or weight may be off by 1e-11, in float32 a loss by 2e-5, relative to what is expected where
 * that is above 1: errors grow from step to step.
 */
public final class GoldenTraces {

    private static final String ENGINE = "PyTorch";
    private static final double FLOAT64 = 1e-11;
    private static final double FLOAT32 = 2e-5;
    private static final Pattern BATCHES =
            Pattern.compile("step s uses rows (\\d+)\\*\\(s mod (\\d+)\\) \\.\\. \\+(\\d+)");
    private static final Set<String> KNOWN = Set.of(
            "id",
            "opt",
            "lr",
            "momentum",
            "wd",
            "T",
            "w_ce",
            "w_kd",
            "steps",
            "loss_f64",
            "loss_f32",
            "final_f64",
            "crosscheck_torch_f64");

    private final GoldenFile file;
    private final List<Case> cases = new ArrayList<>();
    private final int stride;
    private final int batches;
    private final int batchSize;

    private record Case(String id, GoldenFile json, OptimiserSetting optimiser, HintonLoss loss, int steps) {}

    private static final class Trained {
        private final double[] losses;
        private final Map<String, double[]> weights;

        Trained(double[] losses, Map<String, double[]> weights) {
            this.losses = losses;
            this.weights = weights;
        }
    }

    private GoldenTraces(GoldenFile file) {
        this.file = file;
        Matcher matcher = BATCHES.matcher(file.text("batches"));
        if (!matcher.matches()) {
            throw file.bad("'batches' is '%s'; it must read 'step s uses rows N*(s mod M) .. +N'"
                    .formatted(file.text("batches")));
        }
        this.stride = Integer.parseInt(matcher.group(1));
        this.batches = Integer.parseInt(matcher.group(2));
        this.batchSize = Integer.parseInt(matcher.group(3));
        int rows = file.wholes("y").length;
        if (batches < 1 || batchSize < 1 || (long) stride * (batches - 1) + batchSize > rows) {
            throw file.bad("'batches' asks for more rows than the %d there are".formatted(rows));
        }
        List<String> unknown = new ArrayList<>();
        for (GoldenFile json : file.objects("cases")) {
            Set<String> strange = new TreeSet<>(json.json().keySet());
            strange.removeAll(KNOWN);
            if (!strange.isEmpty()) {
                unknown.add("%s (with %s)".formatted(json.text("id"), String.join(", ", strange)));
            } else if (!Set.of("sgd", "adam", "adamw").contains(json.text("opt"))) {
                unknown.add("%s (optimiser '%s')".formatted(json.text("id"), json.text("opt")));
            } else {
                cases.add(read(json));
            }
        }
        if (!unknown.isEmpty()) {
            throw file.bad("kinds of cases that are not known: %s. Nothing was checked."
                    .formatted(String.join("; ", unknown)));
        }
        if (cases.isEmpty()) {
            throw file.bad("there is no case to check");
        }
    }

    /**
     * Reads a file.
     *
     * @param source names the file in messages
     * @throws IllegalArgumentException if it is malformed, or has a case with an optimiser or setting that is not known
     */
    public static GoldenTraces read(byte[] bytes, String source) {
        return new GoldenTraces(GoldenFile.parse(bytes, source));
    }

    private static Case read(GoldenFile json) {
        double decay = json.has("wd") ? json.number("wd") : 0;
        double rate = json.number("lr");
        OptimiserSetting optimiser = switch (json.text("opt")) {
            case "sgd" -> OptimiserSetting.sgd(rate, json.has("momentum") ? json.number("momentum") : 0, decay);
            case "adam" -> OptimiserSetting.adam(rate, decay);
            default -> OptimiserSetting.adamW(rate, decay);
        };
        return new Case(
                json.text("id"),
                json,
                optimiser,
                new HintonLoss(
                        json.number("T"), json.number("w_ce"), json.number("w_kd"), Reduction.BATCH_MEAN, ScaleT2.YES),
                json.whole("steps"));
    }

    /** Trains every case again and compares. */
    public ConformanceResult check() {
        int passed = 0;
        List<String> failures = new ArrayList<>();
        for (Case one : cases) {
            List<String> wrong = new ArrayList<>();
            Trained exact = train(one, DataType.FLOAT64);
            compare("f64 loss of step", one.json().numbers("loss_f64"), exact.losses, FLOAT64, wrong);
            if (one.json().has("final_f64")) {
                GoldenFile weights = one.json().object("final_f64");
                exact.weights.forEach(
                        (name, values) -> compare("final f64 " + name, weights.numbers(name), values, FLOAT64, wrong));
            }
            if (one.json().has("loss_f32")) {
                compare(
                        "f32 loss of step",
                        one.json().numbers("loss_f32"),
                        train(one, DataType.FLOAT32).losses,
                        FLOAT32,
                        wrong);
            }
            if (wrong.isEmpty()) {
                passed++;
            } else {
                failures.add(one.id() + ": " + String.join("; ", wrong));
            }
        }
        return new ConformanceResult(passed, failures);
    }

    private static void compare(String what, double[] expected, double[] found, double tolerance, List<String> wrong) {
        if (expected.length != found.length) {
            wrong.add("%s: %d numbers, expected %d".formatted(what, found.length, expected.length));
            return;
        }
        for (int i = 0; i < found.length; i++) {
            if (!(Math.abs(found[i] - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])))) {
                wrong.add("%s %d is %s, expected %s".formatted(what, i, found[i], expected[i]));
                return;
            }
        }
    }

    private Trained train(Case one, DataType type) {
        Engine engine = Engine.getEngine(ENGINE);
        try (NDManager manager = engine.newBaseManager()) {
            Map<String, NDArray> weights = weights(manager, type);
            Map<String, Optimiser> optimisers = new LinkedHashMap<>();
            weights.forEach(
                    (name, weight) -> optimisers.put(name, one.optimiser().start(weight)));
            NDArray inputs = array(manager, file.object("x"), type);
            NDArray teacher = array(manager, file.object("teacher_logits"), type);
            NDArray labels = manager.create(file.wholes("y")).toType(DataType.INT64, false);
            double[] losses = new double[one.steps()];
            for (int step = 0; step < losses.length; step++) {
                try (NDManager scope = manager.newSubManager()) {
                    int from = stride * (step % batches);
                    String rows = from + ":" + (from + batchSize);
                    NDArray x = inputs.get(scope, new NDIndex(rows));
                    NDArray t = teacher.get(scope, new NDIndex(rows));
                    NDArray y = labels.get(scope, new NDIndex(rows));
                    try (GradientCollector collector = engine.newGradientCollector()) {
                        NDArray loss = one.loss()
                                .terms(LossInput.of(forward(x, weights, scope), t, y))
                                .total();
                        losses[step] = loss.toType(DataType.FLOAT64, false).getDouble();
                        collector.backward(loss);
                    }
                    for (Map.Entry<String, NDArray> weight : weights.entrySet()) {
                        NDArray gradient = weight.getValue().getGradient();
                        gradient.attach(scope);
                        Optimiser.withoutGradient(() -> {
                            Optimiser optimiser = optimisers.get(weight.getKey());
                            if (optimiser != null) {
                                optimiser.step(gradient, 1, scope);
                            }
                            // gradients add up until they are emptied
                            gradient.muli(0);
                        });
                    }
                }
            }
            Map<String, double[]> last = new LinkedHashMap<>();
            weights.forEach((name, weight) ->
                    last.put(name, weight.toType(DataType.FLOAT64, true).toDoubleArray()));
            return new Trained(losses, last);
        }
    }

    private static NDArray forward(NDArray x, Map<String, NDArray> weights, NDManager scope) {
        NDArray current = x;
        int layers = weights.size() / 2;
        for (int layer = 1; layer <= layers; layer++) {
            NDArray matrix = in(scope, weights, "W" + layer).transpose();
            current = current.matMul(matrix).add(in(scope, weights, "b" + layer));
            if (layer < layers) {
                current = current.getNDArrayInternal().relu();
            }
        }
        return current;
    }

    private static NDArray in(NDManager scope, Map<String, NDArray> weights, String name) {
        NDArray weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("the weights %s lack '%s'; each layer has W and b, counted from 1"
                    .formatted(weights.keySet(), name));
        }
        NDArray view = weight.reshape(weight.getShape());
        view.attach(scope);
        return view;
    }

    private Map<String, NDArray> weights(NDManager manager, DataType type) {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        GoldenFile all = file.object("weights");
        for (Map.Entry<String, JsonElement> entry : all.json().entrySet()) {
            NDArray weight = array(manager, all.object(entry.getKey()), type);
            weight.setRequiresGradient(true);
            weights.put(entry.getKey(), weight);
        }
        return weights;
    }

    private static NDArray array(NDManager manager, GoldenFile json, DataType type) {
        int[] sizes = json.wholes("shape");
        long[] shape = new long[sizes.length];
        long count = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sizes[i];
            count *= sizes[i];
        }
        double[] data = json.numbers("data");
        if (count != data.length) {
            throw json.bad("there are %d numbers for shape %s".formatted(data.length, new Shape(shape)));
        }
        return manager.create(data, new Shape(shape)).toType(type, false);
    }
}
