package io.kdchain.core.distill;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A multi-layer perceptron: fully connected layers with ReLU between them, logits at the end.
 *
 * @param layerSizes features, hidden units of each layer, classes; two or more numbers, each 1 or more, classes 2 or
 *     more
 */
public record MlpDefinition(List<Integer> layerSizes) implements Architecture {

    /** Keeps a typing error from asking for more memory than a machine has: 2^28 weights are 1 GiB. */
    private static final long MAX_WEIGHTS = 1L << 28;

    public MlpDefinition {
        layerSizes = List.copyOf(layerSizes);
        if (layerSizes.size() < 2
                || layerSizes.stream().anyMatch(size -> size < 1)
                || layerSizes.get(layerSizes.size() - 1) < 2) {
            throw new IllegalArgumentException(
                    "layerSizes are %s; give the features, hidden units and classes, each 1 or more, classes 2 or more"
                            .formatted(layerSizes));
        }
        List<Integer> sizes = layerSizes;
        long weights = IntStream.range(1, sizes.size())
                .mapToLong(i -> (long) sizes.get(i - 1) * sizes.get(i))
                .sum();
        if (weights > MAX_WEIGHTS) {
            throw new IllegalArgumentException("layerSizes %s make %d weights; at most %d are supported"
                    .formatted(layerSizes, weights, MAX_WEIGHTS));
        }
    }

    /** From its sizes: features, hidden layers, classes. */
    public static MlpDefinition of(int... layerSizes) {
        return new MlpDefinition(IntStream.of(layerSizes).boxed().toList());
    }

    /** Reads {@code 30-16-2}, the form that {@link #toString()} writes. */
    public static MlpDefinition parse(String text) {
        if (!text.matches("[0-9]{1,9}(-[0-9]{1,9})+")) {
            throw new IllegalArgumentException("'%s' is no list of layer sizes such as 30-16-2".formatted(text));
        }
        return new MlpDefinition(
                Arrays.stream(text.split("-", -1)).map(Integer::valueOf).toList());
    }

    @Override
    public int features() {
        return layerSizes.get(0);
    }

    @Override
    public int classes() {
        return layerSizes.get(layerSizes.size() - 1);
    }

    /** Number of weight matrices. */
    public int layers() {
        return layerSizes.size() - 1;
    }

    @Override
    public String toString() {
        return layerSizes.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }
}
