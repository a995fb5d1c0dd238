package io.kdchain.core.distill;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The parameters of a block in two arrays: those that learn, and those that do not (running means, frozen ones), each
 * in the order of the block's own list. The block sees views into them.
 */
final class BlockParameters implements Trainable {

    /** One parameter's place in its array. */
    record Part(String name, String id, List<Integer> shape, int from, boolean learns) {
        int size() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }

        Shape engineShape() {
            return new Shape(shape.stream().mapToLong(Integer::longValue).toArray());
        }
    }

    private final BlockDefinition definition;
    private final Block block;
    private final List<Part> parts;
    private final NDArray values;
    private final NDArray statistics;

    private BlockParameters(
            BlockDefinition definition, Block block, List<Part> parts, NDArray values, NDArray statistics) {
        this.definition = definition;
        this.block = block;
        this.parts = parts;
        this.values = values;
        this.statistics = statistics;
    }

    /** Initial values, drawn from {@code random} unless the block comes with its own. */
    static BlockParameters begin(BlockDefinition definition, NDManager manager, Random random) {
        BlockParameters made = make(definition, manager, random);
        made.values.setRequiresGradient(true);
        return made;
    }

    /** The values of a trained network, which learn no more. */
    static BlockParameters of(BlockNetwork network, NDManager manager) {
        BlockParameters made = make(network.definition(), manager, new Random(0));
        float[] values = made.values.toFloatArray();
        float[] statistics = made.statistics.toFloatArray();
        for (Part part : made.parts) {
            float[] from = network.values(part.name(), part.shape());
            System.arraycopy(from, 0, part.learns() ? values : statistics, part.from(), from.length);
        }
        set(made.values, values);
        set(made.statistics, statistics);
        return made;
    }

    /** What a block that comes with values holds, by name. */
    static Map<String, float[]> initial(
            BlockDefinition definition, NDManager manager, Map<String, List<Integer>> shapes) {
        BlockParameters made = make(definition, manager, new Random(0));
        return made.read(shapes);
    }

    private static BlockParameters make(BlockDefinition definition, NDManager manager, Random random) {
        Block block = definition.newBlock();
        List<Part> parts = new ArrayList<>();
        List<float[]> initial = new ArrayList<>();
        int learning = 0;
        int fixed = 0;
        try (NDManager scope = manager.newSubManager()) {
            boolean own = block.isInitialized();
            if (!own) {
                // what the engine would draw is replaced below
                block.setInitializer(Initializer.ZEROS, parameter -> true);
                initialise(definition, block, scope);
            }
            for (Pair<String, Parameter> entry : block.getParameters()) {
                Parameter parameter = entry.getValue();
                NDArray array = parameter.getArray();
                if (array.getDataType() != DataType.FLOAT32) {
                    throw new IllegalArgumentException(
                            "the parameter %s of the network %s is of type %s; only FLOAT32 is trained"
                                    .formatted(entry.getKey(), definition, array.getDataType()));
                }
                List<Integer> shape = Arrays.stream(array.getShape().getShape())
                        .mapToObj(Math::toIntExact)
                        .toList();
                boolean learns = parameter.requiresGradient();
                Part part = new Part(entry.getKey(), parameter.getId(), shape, learns ? learning : fixed, learns);
                learning += learns ? part.size() : 0;
                fixed += learns ? 0 : part.size();
                parts.add(part);
                initial.add(own ? array.toFloatArray() : drawn(parameter.getType(), part, random));
            }
        }
        if (learning == 0) {
            throw new IllegalArgumentException(
                    "the network %s has no parameter that learns; maybe all are frozen".formatted(definition));
        }
        float[] values = new float[learning];
        float[] statistics = new float[fixed];
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            System.arraycopy(initial.get(i), 0, part.learns() ? values : statistics, part.from(), part.size());
        }
        return new BlockParameters(definition, block, parts, manager.create(values), manager.create(statistics));
    }

    private static void initialise(BlockDefinition definition, Block block, NDManager scope) {
        try {
            block.initialize(scope, DataType.FLOAT32, definition.batch(1));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    "the network %s cannot be built for inputs of shape %s: %s"
                            .formatted(definition.name(), definition.input(), e.getMessage()),
                    e);
        }
    }

    private static float[] drawn(Parameter.Type type, Part part, Random random) {
        float[] values = new float[part.size()];
        switch (type) {
            case GAMMA, RUNNING_VAR -> Arrays.fill(values, 1);
            case BIAS, BETA, RUNNING_MEAN -> Arrays.fill(values, 0);
            case WEIGHT, OTHER -> {
                // He et al. 2015 (arXiv 1502.01852), as the perceptron begins; the first axis counts the outputs
                double inputs = part.shape().isEmpty()
                        ? 1
                        : part.size() / (double) part.shape().get(0);
                double bound = Math.sqrt(6.0 / inputs);
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
                }
            }
        }
        return values;
    }

    /** Sets an array that may be empty, which the engine refuses to set. */
    static void set(NDArray array, float[] values) {
        if (values.length > 0) {
            array.set(values);
        }
    }

    @Override
    public NDArray values() {
        return values;
    }

    @Override
    public NDArray statistics() {
        return statistics;
    }

    @Override
    public Shape input(long rows) {
        return definition.batch(rows);
    }

    @Override
    public boolean ofBlocks() {
        return true;
    }

    @Override
    public Map<String, NDArray> forward(NDArray inputs, NDManager scope, boolean training) {
        Map<String, NDArray> layers = new LinkedHashMap<>();
        NDList out = walk("", block, new NDList(inputs), new Views(scope), training, layers);
        layers.values().removeIf(array -> array == out.head());
        layers.put(Objective.LOGITS, out.head());
        for (int i = 1; i < out.size(); i++) {
            layers.put("output" + i, out.get(i));
        }
        return layers;
    }

    private static NDList walk(
            String name, Block block, NDList in, ParameterStore store, boolean training, Map<String, NDArray> layers) {
        if (!(block instanceof SequentialBlock sequence) || sequence.isReturnIntermediate()) {
            NDList out = block.forward(store, in, training);
            layers.put(name, out.head());
            return out;
        }
        NDList current = in;
        for (Pair<String, Block> child : sequence.getChildren()) {
            String inside = name.isEmpty() ? child.getKey() : name + "." + child.getKey();
            current = walk(inside, child.getValue(), current, store, training, layers);
        }
        return current;
    }

    @Override
    public BlockNetwork network() {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        Map<String, float[]> read = read(shapes);
        return new BlockNetwork(definition, shapes, read);
    }

    private Map<String, float[]> read(Map<String, List<Integer>> shapes) {
        float[] learnt = values.toFloatArray();
        float[] fixed = statistics.toFloatArray();
        Map<String, float[]> read = new LinkedHashMap<>();
        for (Part part : parts) {
            shapes.put(part.name(), part.shape());
            read.put(
                    part.name(),
                    Arrays.copyOfRange(part.learns() ? learnt : fixed, part.from(), part.from() + part.size()));
        }
        return read;
    }

    /** Hands the block its parameters as views into the two arrays. */
    private final class Views extends ParameterStore {
        private final NDManager scope;
        private final Map<String, NDArray> views = new HashMap<>();

        Views(NDManager scope) {
            super(scope, false);
            this.scope = scope;
            view(values, true);
            view(statistics, false);
        }

        private void view(NDArray array, boolean learning) {
            List<Part> mine =
                    parts.stream().filter(part -> part.learns() == learning).toList();
            if (mine.isEmpty()) {
                return;
            }
            long[] cuts = mine.stream().skip(1).mapToLong(Part::from).toArray();
            NDList pieces = cuts.length == 0 ? new NDList(array.reshape(-1)) : array.split(cuts);
            for (int i = 0; i < pieces.size(); i++) {
                pieces.get(i).attach(scope);
                views.put(mine.get(i).id(), pieces.get(i).reshape(mine.get(i).engineShape()));
            }
        }

        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            NDArray view = parameter == null ? null : views.get(parameter.getId());
            if (view == null) {
                throw new IllegalStateException(
                        "the network %s uses a parameter that is not in its list; a block must name all its parameters when it is made"
                                .formatted(definition));
            }
            return view;
        }

        @Override
        public NDManager getManager() {
            return scope;
        }
    }
}
