package io.kdchain.core.distill;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A network of DJL's blocks: convolutions, normalisations, recurrent layers, or one's own. Each use makes a new block,
 * which must be built the same each time. A block that comes with weights keeps them as its initial ones.
 *
 * <p>The layers of a sequence, and of sequences in it, go by DJL's names joined by a point, such as {@code 01Conv2d} or
 * {@code 03SequentialBlock.02BatchNorm}; the last is {@link Objective#LOGITS}. Further outputs of the last block are
 * {@code output1}, {@code output2} and so on, by which any block can show what is inside it.
 */
public final class BlockDefinition implements Architecture {

    private static final Shape WINDOW = new Shape(3, 3);
    private static final Shape ONE = new Shape(1, 1);
    private static final Shape TWO = new Shape(2, 2);

    private final String name;
    private final List<Integer> input;
    private final int classes;
    private final Supplier<? extends Block> block;

    private BlockDefinition(String name, List<Integer> input, int classes, Supplier<? extends Block> block) {
        this.name = name;
        this.input = List.copyOf(input);
        this.classes = classes;
        this.block = block;
        if (name.isBlank()) {
            throw new IllegalArgumentException("the network's name is blank; it must say how the network is built");
        }
        if (input.isEmpty() || input.stream().anyMatch(size -> size < 1) || classes < 2) {
            throw new IllegalArgumentException(
                    "the network %s takes inputs of shape %s and tells %d classes apart; sizes must be 1 or more, classes 2 or more"
                            .formatted(name, input, classes));
        }
        if (input.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the network %s takes inputs of shape %s, which is more than an array holds"
                            .formatted(name, input));
        }
    }

    /**
     * From a maker of blocks.
     *
     * @param name says how it is built, since a record names the network by it: another structure, another name
     * @param input shape of one input without the batch, such as 1, 28, 28
     * @param classes logits that it answers, 2 or more
     */
    public static BlockDefinition of(String name, List<Integer> input, int classes, Supplier<? extends Block> block) {
        return new BlockDefinition(name, input, classes, block);
    }

    /**
     * A small convolutional network: for each number of filters a 3x3 convolution (padded), batch normalisation, ReLU
     * and 2x2 max pooling; then one linear layer.
     *
     * @param height of the images, at least 2 to the power of the number of filters; so is {@code width}
     * @param filters of each convolution, at least one
     */
    public static BlockDefinition convolutional(
            int channels, int height, int width, List<Integer> filters, int classes) {
        if (filters.isEmpty()
                || filters.stream().anyMatch(count -> count < 1)
                || filters.size() > 16
                || Math.min(height, width) >> filters.size() < 1) {
            throw new IllegalArgumentException(
                    "filters are %s for images of %d x %d; give at least one, each 1 or more, and no more than the images can be halved"
                            .formatted(filters, height, width));
        }
        String name = "conv %dx%dx%d %s %d"
                .formatted(
                        channels,
                        height,
                        width,
                        filters.stream().map(String::valueOf).collect(Collectors.joining("-")),
                        classes);
        return new BlockDefinition(name, List.of(channels, height, width), classes, () -> {
            SequentialBlock net = new SequentialBlock();
            for (int count : filters) {
                net.add(Conv2d.builder()
                                .setFilters(count)
                                .setKernelShape(WINDOW)
                                .optPadding(ONE)
                                .build())
                        .add(BatchNorm.builder().build())
                        .add(Activation.reluBlock())
                        .add(Pool.maxPool2dBlock(TWO, TWO));
            }
            return net.add(Blocks.batchFlattenBlock())
                    .add(Linear.builder().setUnits(classes).build());
        });
    }

    /** Says how it is built. */
    public String name() {
        return name;
    }

    /** Shape of one input, without the batch. */
    public List<Integer> input() {
        return input;
    }

    @Override
    public int features() {
        return input.stream().reduce(1, Math::multiplyExact);
    }

    @Override
    public int classes() {
        return classes;
    }

    Block newBlock() {
        return block.get();
    }

    /** The shape of so many inputs. */
    Shape batch(long rows) {
        long[] sizes = new long[input.size() + 1];
        sizes[0] = rows;
        Arrays.setAll(sizes, i -> i == 0 ? rows : input.get(i - 1));
        return new Shape(sizes);
    }

    /** Its name, the shape of one input and the classes. */
    @Override
    public String toString() {
        return "%s [%s to %d]"
                .formatted(name, input.stream().map(String::valueOf).collect(Collectors.joining("x")), classes);
    }
}
