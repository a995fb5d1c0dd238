package io.kdchain.examples.news;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.ContentDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Texts as vectors: all-MiniLM-L6-v2 in int8, by ONNX Runtime (Wang et al. 2020, arXiv 2002.10957; mean of the token
 * states, of length 1, after Reimers and Gurevych 2019, arXiv 1908.10084). One text is asked at a time, since the
 * quantised model takes the range of its activations over the whole batch. Engine and model are no dependencies of the
 * build; the profile {@code onnx} adds them. Not safe for several threads; close it after use.
 */
final class MiniLm implements AutoCloseable {
    static final int WIDTH = 384;
    /** Pieces of words that are read of a text. */
    static final int MOST_PIECES = 64;

    private static final String ENGINE = "OnnxRuntime";
    private static final String NAME = "all-minilm-l6-v2-q";

    private final WordPieces pieces;
    private final Model model;
    private final ContentDigest digest;

    private MiniLm(WordPieces pieces, Model model, ContentDigest digest) {
        this.pieces = pieces;
        this.model = model;
        this.digest = digest;
    }

    /** Whether engine and model are on the class path. */
    static boolean isThere() {
        return MiniLm.class.getResource("/" + NAME + ".onnx") != null && Engine.hasEngine(ENGINE);
    }

    /**
     * Loads the model.
     *
     * @throws ArtefactException if it is not on the class path, or cannot be loaded
     */
    static MiniLm load() {
        if (!isThere()) {
            throw new ArtefactException(
                    "ONNX Runtime and the model %s are not on the class path, and the teacher must read these texts. Build with the profile onnx: mvn -B -ntp -DskipTests -Pcpu,onnx package."
                            .formatted(NAME));
        }
        byte[] network = bytes(NAME + ".onnx");
        WordPieces pieces = WordPieces.read(bytes(NAME + "-tokenizer.json"));
        try {
            Path folder = Files.createTempDirectory("kd-minilm");
            Path file = folder.resolve(NAME + ".onnx");
            try {
                Files.write(file, network);
                Model model = Model.newInstance(NAME, Device.cpu(), ENGINE);
                // another number of threads may give other last digits
                model.load(file, null, Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1"));
                return new MiniLm(pieces, model, ContentDigest.of(network));
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException | MalformedModelException e) {
            throw new ArtefactException("The model %s cannot be loaded: %s.".formatted(NAME, e), e);
        }
    }

    private static byte[] bytes(String name) {
        try (InputStream in = MiniLm.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new ArtefactException(
                        "The model's file %s is not on the class path; take the package that the profile onnx names."
                                .formatted(name));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ArtefactException("The model's file %s cannot be read: %s".formatted(name, e), e);
        }
    }

    /** Digest of the model's file. */
    ContentDigest digest() {
        return digest;
    }

    /** The vector of a text, of length 1. */
    float[] vector(String text) {
        long[] ids = pieces.of(text, MOST_PIECES);
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (NDManager manager = model.getNDManager().newSubManager()) {
            Shape shape = new Shape(1, ids.length);
            NDList asked = new NDList(
                    named("input_ids", manager.create(ids, shape)),
                    named("attention_mask", manager.create(ones, shape)),
                    named("token_type_ids", manager.create(new long[ids.length], shape)));
            NDList answer = model.getBlock().forward(new ParameterStore(manager, false), asked, false);
            answer.attach(manager);
            return mean(answer.get(0).toFloatArray(), ids.length);
        }
    }

    private static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }

    private static float[] mean(float[] states, int tokens) {
        double[] sums = new double[WIDTH];
        for (int i = 0; i < tokens * WIDTH; i++) {
            sums[i % WIDTH] += states[i];
        }
        double square = 0;
        for (double sum : sums) {
            square += sum * sum;
        }
        float[] vector = new float[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            vector[i] = (float) (sums[i] / Math.sqrt(square));
        }
        return vector;
    }

    @Override
    public void close() {
        model.close();
    }
}
