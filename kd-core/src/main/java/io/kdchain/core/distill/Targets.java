package io.kdchain.core.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.kdchain.core.data.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the teachers say of samples, layer by layer as an objective asks for it; ready for one training. */
interface Targets {

    /**
     * What each teacher says of these rows.
     *
     * @param inputs those of the rows
     * @param rows places of the rows among the samples
     * @return by layer, one array a teacher; it lives in {@code scope}
     */
    Map<String, List<NDArray>> of(NDArray inputs, NDArray rows, NDManager scope);

    /** Nothing: for a training on labels alone. */
    Targets NONE = (inputs, rows, scope) -> Map.of();

    /** Makes targets ready in a training's manager. */
    @FunctionalInterface
    interface Source {
        Targets open(NDManager manager);
    }

    /**
     * What a teacher answered.
     *
     * @param shape of one row; empty if it is flat
     */
    record Answered(List<double[]> rows, List<Integer> shape) {}

    /** Asks each teacher once for what the objective needs of all samples, in their order. */
    static Source kept(List<? extends Teacher> teachers, Objective objective, Samples samples) {
        float[][] inputs = samples.inputs();
        Map<String, List<Answered>> answers = new TreeMap<>();
        for (String layer : layers(objective)) {
            boolean logits = layer.equals(Objective.LOGITS);
            answers.put(
                    layer,
                    teachers.stream()
                            .map(teacher -> logits
                                    ? new Answered(List.of(checked(teacher.logits(samples), samples)), List.of())
                                    : new Answered(
                                            List.of(rectangular(teacher.features(layer, inputs), samples)),
                                            teacher.layerShape(layer)))
                            .toList());
        }
        return manager -> {
            Map<String, List<NDArray>> all = new TreeMap<>();
            answers.forEach((layer, ofLayer) -> all.put(
                    layer,
                    ofLayer.stream()
                            .map(one -> array(one.rows(), one.shape(), manager))
                            .toList()));
            return (ignored, rows, scope) -> {
                Map<String, List<NDArray>> some = new TreeMap<>();
                all.forEach((layer, arrays) -> some.put(
                        layer,
                        arrays.stream().map(array -> chosen(array, rows, scope)).toList()));
                return some;
            };
        };
    }

    /** Asks each teacher in every step for its batch. */
    static Source live(List<? extends Teacher> teachers, Objective objective, Samples samples) {
        return manager -> {
            List<EngineTeacher.Opened> opened = teachers.stream()
                    .map(teacher -> teacher instanceof EngineTeacher engine
                            ? engine.open(manager)
                            : byRows(teacher, objective, samples))
                    .toList();
            return (inputs, rows, scope) -> {
                Map<String, List<NDArray>> all = new TreeMap<>();
                for (int k = 0; k < opened.size(); k++) {
                    Map<String, NDArray> found = opened.get(k).layers(inputs, scope);
                    for (String layer : layers(objective)) {
                        all.computeIfAbsent(layer, any -> new ArrayList<>())
                                .add(EngineAnswers.layer(teachers.get(k), found, layer));
                    }
                }
                return all;
            };
        };
    }

    private static EngineTeacher.Opened byRows(Teacher teacher, Objective objective, Samples samples) {
        return (inputs, scope) -> {
            float[] flat = inputs.toFloatArray();
            int count = Math.toIntExact(inputs.getShape().get(0));
            int width = flat.length / count;
            float[][] some = new float[count][];
            Arrays.setAll(some, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
            Map<String, NDArray> all = new TreeMap<>();
            for (String layer : layers(objective)) {
                boolean logits = layer.equals(Objective.LOGITS);
                double[][] told = logits ? teacher.logits(some) : teacher.features(layer, some);
                if (told.length != count || (logits && told[0].length != samples.classes())) {
                    throw new IllegalStateException(
                            "the teacher answered %d rows of %d numbers for %d samples of %d classes"
                                    .formatted(told.length, told[0].length, count, samples.classes()));
                }
                all.put(layer, array(List.of(told), logits ? List.of() : teacher.layerShape(layer), scope));
            }
            return all;
        };
    }

    private static Set<String> layers(Objective objective) {
        return objective.terms().stream().map(Objective.Term::teacherLayer).collect(Collectors.toSet());
    }

    /** Rows of an array by their places. */
    static NDArray chosen(NDArray array, NDArray rows, NDManager scope) {
        NDArray some = array.get(scope, new NDIndex("{}", rows));
        some.attach(scope);
        return some;
    }

    private static NDArray array(List<double[]> answers, List<Integer> shape, NDManager manager) {
        int width = answers.get(0).length;
        float[] flat = new float[Math.multiplyExact(answers.size(), width)];
        int place = 0;
        for (double[] answer : answers) {
            for (double number : answer) {
                flat[place++] = (float) number;
            }
        }
        List<Integer> row = shape.isEmpty() ? List.of(width) : shape;
        long[] sizes = new long[row.size() + 1];
        Arrays.setAll(sizes, i -> i == 0 ? answers.size() : row.get(i - 1));
        return manager.create(flat, new Shape(sizes));
    }

    private static double[][] checked(double[][] logits, Samples samples) {
        rectangular(logits, samples);
        if (logits[0].length != samples.classes()) {
            throw new IllegalStateException(
                    "the teacher answered %d logits for %d classes".formatted(logits[0].length, samples.classes()));
        }
        return logits;
    }

    private static double[][] rectangular(double[][] answers, Samples samples) {
        if (answers.length != samples.size()) {
            throw new IllegalStateException(
                    "the teacher answered %d rows for %d samples".formatted(answers.length, samples.size()));
        }
        for (int i = 0; i < answers.length; i++) {
            if (answers[i].length != answers[0].length) {
                throw new IllegalStateException("the teacher answered %d numbers for sample %s and %d for the first"
                        .formatted(answers[i].length, samples.id(i), answers[0].length));
            }
            for (double number : answers[i]) {
                if (!Double.isFinite(number)) {
                    throw new IllegalStateException(
                            "the teacher answered %s for sample %s; a finite number is needed, look for a corrupt model or input"
                                    .formatted(number, samples.id(i)));
                }
            }
        }
        return answers;
    }
}
