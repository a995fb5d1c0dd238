package io.kdchain.core.distill;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a teacher answers when the engine computes it outside a training. */
final class EngineAnswers {

    /** So many rows at a time: enough to be fast, few enough for the maps of a large convolution. */
    private static final int ROWS = 256;

    private EngineAnswers() {}

    /** What a layer gives for each input, flat. */
    static double[][] of(EngineTeacher teacher, List<Integer> input, String layer, float[][] inputs) {
        double[][] answers = new double[inputs.length][];
        boolean gradientMode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            EngineTeacher.Opened opened = teacher.open(manager);
            for (int from = 0; from < inputs.length; from += ROWS) {
                float[][] some = Arrays.copyOfRange(inputs, from, Math.min(inputs.length, from + ROWS));
                try (NDManager scope = manager.newSubManager()) {
                    NDArray found = layer(teacher, opened.layers(array(some, input, scope), scope), layer);
                    float[] flat = found.toFloatArray();
                    int width = flat.length / some.length;
                    for (int i = 0; i < some.length; i++) {
                        double[] row = new double[width];
                        for (int c = 0; c < width; c++) {
                            row[c] = flat[i * width + c];
                        }
                        answers[from + i] = row;
                    }
                }
            }
        } finally {
            JniUtils.setGradMode(gradientMode);
        }
        return answers;
    }

    /** The shape of what a layer gives for one input. */
    static List<Integer> shape(EngineTeacher teacher, List<Integer> input, String layer) {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            float[][] one = new float[1][input.stream().reduce(1, Math::multiplyExact)];
            Map<String, NDArray> layers = teacher.open(manager).layers(array(one, input, manager), manager);
            return Arrays.stream(layer(teacher, layers, layer).getShape().getShape())
                    .skip(1)
                    .mapToObj(Math::toIntExact)
                    .toList();
        }
    }

    /** One of the layers; refuses an unknown name and says which there are. */
    static NDArray layer(Object network, Map<String, NDArray> layers, String name) {
        NDArray layer = layers.get(name);
        if (layer == null) {
            throw new IllegalArgumentException(
                    "%s has no layer '%s'; it has %s".formatted(network, name, String.join(", ", layers.keySet())));
        }
        return layer;
    }

    private static NDArray array(float[][] rows, List<Integer> input, NDManager scope) {
        int width = input.stream().reduce(1, Math::multiplyExact);
        float[] flat = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != width) {
                throw new IllegalArgumentException(
                        "an input of %d numbers for a network that takes %s".formatted(rows[i].length, input));
            }
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        long[] sizes = new long[input.size() + 1];
        Arrays.setAll(sizes, i -> i == 0 ? rows.length : input.get(i - 1));
        return scope.create(flat, new Shape(sizes));
    }
}
