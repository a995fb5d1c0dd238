package io.kdchain.core.distill;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.TensorFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A trained network of DJL's blocks. Answers by the engine in float32, some rows at a time: its last digits depend on
 * the machine and the number of threads, unlike those of an {@link Mlp}. Immutable.
 */
public final class BlockNetwork implements Network, EngineTeacher {

    private static final String KIND = "block-network";

    private final BlockDefinition definition;
    private final Map<String, List<Integer>> shapes;
    private final Map<String, float[]> values;
    /** Computed when it is first asked for. */
    private volatile @Nullable ContentDigest digest;

    BlockNetwork(BlockDefinition definition, Map<String, List<Integer>> shapes, Map<String, float[]> values) {
        this.definition = definition;
        this.shapes = new TreeMap<>(shapes);
        this.values = new TreeMap<>(values);
        values.forEach((name, numbers) -> {
            for (float number : numbers) {
                if (!Float.isFinite(number)) {
                    throw new IllegalArgumentException(
                            "the parameter %s holds %s; weights must be finite".formatted(name, number));
                }
            }
        });
    }

    /** A network whose blocks come with their weights: a model that was trained elsewhere with DJL. */
    public static BlockNetwork trained(BlockDefinition definition) {
        if (!definition.newBlock().isInitialized()) {
            throw new IllegalArgumentException(
                    "the blocks of the network %s have no weights yet; load them in the maker of blocks, or train it"
                            .formatted(definition));
        }
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            Map<String, List<Integer>> shapes = new LinkedHashMap<>();
            Map<String, float[]> values = BlockParameters.initial(definition, manager, shapes);
            return new BlockNetwork(definition, shapes, values);
        }
    }

    @Override
    public BlockDefinition definition() {
        return definition;
    }

    @Override
    public int classes() {
        return definition.classes();
    }

    /** A copy of a parameter's numbers, if it has this shape. */
    float[] values(String name, List<Integer> shape) {
        float[] found = values.get(name);
        if (found == null || !shape.equals(shapes.get(name))) {
            throw new IllegalArgumentException(
                    "the blocks of the network %s have a parameter %s of shape %s, its weights have %s; they are another network's"
                            .formatted(definition, name, shape, found == null ? "none" : shapes.get(name)));
        }
        return found.clone();
    }

    @Override
    public double[][] logits(float[][] inputs) {
        return EngineAnswers.of(this, definition.input(), Objective.LOGITS, inputs);
    }

    @Override
    public double[][] features(String layer, float[][] inputs) {
        return EngineAnswers.of(this, definition.input(), layer, inputs);
    }

    @Override
    public List<Integer> layerShape(String layer) {
        return EngineAnswers.shape(this, definition.input(), layer);
    }

    @Override
    public Opened open(NDManager manager) {
        BlockParameters parameters = BlockParameters.of(this, manager);
        return (inputs, scope) -> parameters.forward(inputs, scope, false);
    }

    @Override
    public ContentDigest digest() {
        ContentDigest known = digest;
        if (known == null) {
            known = ContentDigest.of(toBytes());
            digest = known;
        }
        return known;
    }

    @Override
    public byte[] toBytes() {
        TensorFile.Builder file = TensorFile.builder().kind(KIND).metadata("network", definition.toString());
        values.forEach((name, numbers) -> file.floats(
                name,
                numbers,
                shapes.getOrDefault(name, List.of()).stream()
                        .mapToInt(Integer::intValue)
                        .toArray()));
        return file.build().toBytes();
    }

    /**
     * Reads what {@link #toBytes()} wrote.
     *
     * @param definition how the network is built, which the file does not hold but names
     * @throws io.kdchain.core.data.ArtefactException if the file is broken or another network's
     */
    public static BlockNetwork fromBytes(BlockDefinition definition, byte[] bytes, String source) {
        TensorFile file = TensorFile.parse(bytes, source).requireKind(KIND);
        return file.building(() -> {
            if (!file.metadata("network").equals(definition.toString())) {
                throw new IllegalArgumentException(
                        "it holds the network %s, but %s was expected".formatted(file.metadata("network"), definition));
            }
            try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
                Map<String, List<Integer>> shapes = new LinkedHashMap<>();
                Map<String, float[]> values = new LinkedHashMap<>();
                BlockParameters.initial(definition, manager, shapes);
                Map<String, List<Integer>> found = new LinkedHashMap<>();
                shapes.keySet().forEach(name -> {
                    found.put(name, file.shape(name));
                    values.put(name, file.floats(name));
                });
                BlockNetwork read = new BlockNetwork(definition, found, values);
                shapes.forEach(read::values);
                return read;
            }
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockNetwork network && digest().equals(network.digest());
    }

    @Override
    public int hashCode() {
        return digest().hashCode();
    }

    @Override
    public String toString() {
        return "BlockNetwork[%s, %s]".formatted(definition, digest());
    }
}
