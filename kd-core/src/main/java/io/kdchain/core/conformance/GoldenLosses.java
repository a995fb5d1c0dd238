package io.kdchain.core.conformance;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.google.gson.JsonElement;
import io.kdchain.core.conformance.LossKind.Arguments;
import io.kdchain.core.conformance.LossKind.Evaluation;
import io.kdchain.core.conformance.LossKind.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks a file of golden losses: named inputs, and cases that each give a method, its settings, and the loss, its
 * parts, the gradients and the state that must come of it, in float64 and in float32.
 *
 * <p>In float64 a loss may be off by 1e-12 and a gradient or state by 1e-11, in float32 by 2e-6 and 1e-5 (ten times
 * that for relational, contrastive and kernel losses), each relative to what is expected where that is above 1.
 */
public final class GoldenLosses {

    private static final String ENGINE = "PyTorch";

    private final GoldenFile file;
    private final List<Case> cases;

    private record Case(String id, GoldenFile json, LossKind kind, Evaluation evaluation) {}

    private record Tolerance(String precision, DataType type, double loss, double gradient) {}

    private GoldenLosses(GoldenFile file) {
        this.file = file;
        this.cases = cases(file);
    }

    /**
     * Reads a file.
     *
     * @param source names the file in messages
     * @throws IllegalArgumentException if it is malformed, or has a case of a kind or with a setting that is not known
     */
    public static GoldenLosses read(byte[] bytes, String source) {
        return new GoldenLosses(GoldenFile.parse(bytes, source));
    }

    private static List<Case> cases(GoldenFile file) {
        List<Case> all = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (GoldenFile json : file.objects("cases")) {
            String id = json.text("id");
            String method = json.text("method");
            LossKind kind = LossKind.of(method).orElse(null);
            if (kind == null) {
                unknown.add("%s (method '%s')".formatted(id, method));
                continue;
            }
            GoldenFile params = json.object("params");
            List<String> strange = kind.strange(
                    json.object("args").json().keySet(), params.json().keySet());
            if (!strange.isEmpty()) {
                unknown.add("%s (method '%s' with %s)".formatted(id, method, String.join(", ", strange)));
                continue;
            }
            all.add(new Case(
                    id,
                    json,
                    kind,
                    kind.loss()
                            .apply(new LossKind.Params(
                                    new GoldenFile("%s case %s".formatted(file.place(), id), params.json())))));
        }
        if (!unknown.isEmpty()) {
            throw file.bad("kinds of cases that are not known: %s. Nothing was checked."
                    .formatted(String.join("; ", unknown)));
        }
        if (all.isEmpty()) {
            throw file.bad("there is no case to check");
        }
        return all;
    }

    /** Checks every case; one counts once, whatever its precisions. */
    public ConformanceResult check() {
        int passed = 0;
        List<String> failures = new ArrayList<>();
        for (Case one : cases) {
            List<String> wrong = new ArrayList<>(check(one, new Tolerance("f64", DataType.FLOAT64, 1e-12, 1e-11)));
            if (one.json().has("f32")) {
                int slack = one.kind().float32Slack();
                wrong.addAll(check(one, new Tolerance("f32", DataType.FLOAT32, 2e-6 * slack, 1e-5 * slack)));
            }
            if (wrong.isEmpty()) {
                passed++;
            } else {
                failures.add(one.id() + ": " + String.join("; ", wrong));
            }
        }
        return new ConformanceResult(passed, failures);
    }

    private List<String> check(Case one, Tolerance tolerance) {
        GoldenFile expected = one.json().object(tolerance.precision());
        List<String> wrong = new ArrayList<>();
        Engine engine = Engine.getEngine(ENGINE);
        try (NDManager manager = engine.newBaseManager()) {
            List<String> wrt = one.json().texts("wrt");
            Arguments arguments = arguments(manager, one, tolerance.type(), wrt);
            Outcome outcome;
            try (GradientCollector collector = engine.newGradientCollector()) {
                outcome = one.evaluation().on(arguments);
                collector.backward(outcome.terms().total());
            } catch (IllegalArgumentException | EngineException | UnsupportedOperationException e) {
                return List.of("%s cannot be computed: %s".formatted(tolerance.precision(), e.getMessage()));
            }
            String at = tolerance.precision() + " ";
            compare(
                    at + "loss",
                    new double[] {expected.number("loss")},
                    outcome.terms().total(),
                    tolerance.loss(),
                    wrong);
            parts(expected, "parts", outcome.terms().parts(), true, tolerance, wrong);
            parts(expected, "state", outcome.state(), false, tolerance, wrong);
            for (String name : wrt) {
                double[] gradient = expected.object("grad").numbers(name);
                compare(
                        at + "gradient of " + name,
                        gradient,
                        arguments.get(name).getGradient(),
                        tolerance.gradient(),
                        wrong);
            }
        }
        return wrong;
    }

    private static void parts(
            GoldenFile expected,
            String what,
            Map<String, NDArray> found,
            boolean scalars,
            Tolerance tolerance,
            List<String> wrong) {
        if (!expected.has(what)) {
            return;
        }
        GoldenFile parts = expected.object(what);
        for (String name : parts.json().keySet()) {
            String place = "%s %s %s".formatted(tolerance.precision(), what, name);
            NDArray array = found.get(name);
            if (array == null) {
                wrong.add(place + " is not among " + found.keySet());
            } else {
                double[] values = scalars ? new double[] {parts.number(name)} : parts.numbers(name);
                compare(place, values, array, scalars ? tolerance.loss() : tolerance.gradient(), wrong);
            }
        }
    }

    private static void compare(String what, double[] expected, NDArray array, double tolerance, List<String> wrong) {
        double[] found = array.toType(DataType.FLOAT64, false).toDoubleArray();
        if (found.length != expected.length) {
            wrong.add("%s has %d numbers, expected %d".formatted(what, found.length, expected.length));
            return;
        }
        double scale = 1;
        for (double value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < found.length; i++) {
            if (!(Math.abs(found[i] - expected[i]) <= tolerance * scale)) {
                wrong.add("%s is %s, expected %s, off by %.2g where %.2g is allowed"
                        .formatted(
                                what + (found.length > 1 ? "[" + i + "]" : ""),
                                found[i],
                                expected[i],
                                Math.abs(found[i] - expected[i]),
                                tolerance * scale));
                return;
            }
        }
    }

    private Arguments arguments(NDManager manager, Case one, DataType type, List<String> wrt) {
        GoldenFile args = one.json().object("args");
        for (String name : one.kind().args()) {
            if (!args.has(name)) {
                throw one.json().bad("argument '%s' of case %s is missing".formatted(name, one.id()));
            }
        }
        Map<String, List<NDArray>> all = new HashMap<>();
        for (Map.Entry<String, JsonElement> entry : args.json().entrySet()) {
            List<NDArray> arrays = new ArrayList<>();
            for (String input : args.texts(entry.getKey())) {
                NDArray array = array(manager, file.object("inputs").object(input), type);
                if (wrt.contains(entry.getKey())) {
                    array.setRequiresGradient(true);
                }
                arrays.add(array);
            }
            if (arrays.isEmpty()) {
                throw one.json().bad("argument '%s' of case %s names no input".formatted(entry.getKey(), one.id()));
            }
            all.put(entry.getKey(), arrays);
        }
        for (String name : wrt) {
            if (!all.containsKey(name)) {
                throw one.json()
                        .bad("case %s asks for the gradient of '%s', which is no argument".formatted(one.id(), name));
            }
        }
        return new Arguments(all);
    }

    private static NDArray array(NDManager manager, GoldenFile input, DataType type) {
        int[] sizes = input.wholes("shape");
        long[] shape = new long[sizes.length];
        long count = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sizes[i];
            count *= shape[i];
        }
        double[] data = input.numbers("data");
        if (count != data.length) {
            throw input.bad("there are %d numbers for shape %s".formatted(data.length, new Shape(shape)));
        }
        boolean whole = input.has("dtype") && input.text("dtype").startsWith("int");
        NDArray array = manager.create(data, new Shape(shape));
        return array.toType(whole ? DataType.INT64 : type, false);
    }
}
