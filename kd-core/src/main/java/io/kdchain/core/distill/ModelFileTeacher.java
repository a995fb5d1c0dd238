package io.kdchain.core.distill;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.ContentDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A teacher that another tool trained and saved to one file, TorchScript or ONNX. Its first output are the logits;
 * further outputs are its layers {@code output1}, {@code output2} and so on, and go by their own names where the file
 * has any. The file is read and tried when this is made, so that a broken or unsuitable one is refused before anything
 * is trained. Its digest is that of the file's bytes. Not safe for several threads; close it after use.
 */
public final class ModelFileTeacher implements Teacher, EngineTeacher, AutoCloseable {

    /** What the class path lacks where ONNX files are refused; the version is DJL's own. */
    private static final String ONNX_ARTEFACT = "ai.djl.onnxruntime:onnxruntime-engine:0.36.0";

    private enum Format {
        TORCH_SCRIPT("TorchScript", "PyTorch"),
        ONNX("ONNX", "OnnxRuntime");

        private final String label;
        private final String engine;

        Format(String label, String engine) {
            this.label = label;
            this.engine = engine;
        }
    }

    private final Path file;
    private final List<Integer> input;
    private final int classes;
    private final ContentDigest digest;
    private final Model model;

    private ModelFileTeacher(Format format, Path file, List<Integer> input, int classes) {
        this.file = file;
        this.input = List.copyOf(input);
        this.classes = classes;
        if (input.isEmpty() || input.stream().anyMatch(size -> size < 1) || classes < 2) {
            throw new IllegalArgumentException(
                    "the teacher %s is to take inputs of shape %s and tell %d classes apart; sizes must be 1 or more, classes 2 or more"
                            .formatted(file, input, classes));
        }
        if (!Engine.hasEngine(format.engine)) {
            throw new IllegalStateException(
                    "the teacher %s is an %s file, and the engine that reads it is not on the class path. Add the artefact %s."
                            .formatted(file, format.label, ONNX_ARTEFACT));
        }
        this.digest = digest(file);
        this.model = load(format, file);
        try {
            requireFit();
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * A file that {@code torch.jit.save} wrote.
     *
     * @param input shape of one input without the batch
     * @param classes logits that it answers
     * @throws ArtefactException if it cannot be read, or is no such file
     * @throws IllegalArgumentException if it does not take such inputs or does not answer so many logits
     */
    public static ModelFileTeacher torchScript(Path file, List<Integer> input, int classes) {
        return new ModelFileTeacher(Format.TORCH_SCRIPT, file, input, classes);
    }

    /**
     * An ONNX file. DJL's engine for ONNX Runtime must be on the class path; it is no dependency of ours.
     *
     * @param input shape of one input without the batch
     * @param classes logits that it answers
     * @throws ArtefactException if it cannot be read, or is no such file
     * @throws IllegalArgumentException if it does not take such inputs or does not answer so many logits
     * @throws IllegalStateException if the engine is not there
     */
    public static ModelFileTeacher onnx(Path file, List<Integer> input, int classes) {
        return new ModelFileTeacher(Format.ONNX, file, input, classes);
    }

    private static ContentDigest digest(Path file) {
        try {
            return ContentDigest.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ArtefactException(
                    "The teacher %s cannot be read: %s. Check that it exists."
                            .formatted(file, ArtefactException.reason(e)),
                    e);
        }
    }

    private static Model load(Format format, Path file) {
        Model model = Model.newInstance(String.valueOf(file.getFileName()), Device.cpu(), format.engine);
        try {
            model.load(file.toAbsolutePath());
            return model;
        } catch (IOException | MalformedModelException | EngineException | IllegalArgumentException e) {
            model.close();
            throw new ArtefactException(
                    "The teacher %s is no %s file that can be used: %s. Maybe it is cut off, or of another format."
                            .formatted(file, format.label, firstLine(e)),
                    e);
        }
    }

    private void requireFit() {
        double[][] answer;
        try {
            answer = logits(new float[1][input.stream().reduce(1, Math::multiplyExact)]);
        } catch (EngineException e) {
            throw new IllegalArgumentException(
                    "the teacher %s does not take inputs of shape %s: %s".formatted(file, input, firstLine(e)), e);
        }
        if (answer[0].length != classes) {
            throw new IllegalArgumentException("the teacher %s answers %d logits, %d classes are told apart"
                    .formatted(file, answer[0].length, classes));
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public double[][] logits(float[][] inputs) {
        return EngineAnswers.of(this, input, Objective.LOGITS, inputs);
    }

    @Override
    public double[][] features(String layer, float[][] inputs) {
        return EngineAnswers.of(this, input, layer, inputs);
    }

    @Override
    public List<Integer> layerShape(String layer) {
        return EngineAnswers.shape(this, input, layer);
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public ContentDigest digest() {
        return digest;
    }

    @Override
    public Opened open(NDManager manager) {
        Block block = model.getBlock();
        return (inputs, scope) -> {
            // the optimiser rewrites a graph after some calls, and with it the last digits
            JniUtils.setGraphExecutorOptimize(false);
            NDArray shaped = inputs.reshape(shape(inputs.getShape().get(0)));
            Map<String, NDArray> layers = new LinkedHashMap<>();
            try (NDManager own = model.getNDManager().newSubManager()) {
                NDList out = block.forward(new ParameterStore(own, false), new NDList(own.from(shaped)), false);
                for (int i = 0; i < out.size(); i++) {
                    NDArray array = out.get(i);
                    String name = array.getName();
                    NDArray copy = scope.create(array.toFloatArray(), array.getShape());
                    layers.put(i == 0 ? Objective.LOGITS : "output" + i, copy);
                    if (i > 0 && name != null && !name.isEmpty()) {
                        layers.put(name, copy);
                    }
                    array.close();
                }
            }
            return layers;
        };
    }

    private Shape shape(long rows) {
        long[] sizes = new long[input.size() + 1];
        Arrays.setAll(sizes, i -> i == 0 ? rows : input.get(i - 1));
        return new Shape(sizes);
    }

    /** Frees the model. */
    @Override
    public void close() {
        model.close();
    }

    @Override
    public String toString() {
        return "the teacher " + file;
    }
}
