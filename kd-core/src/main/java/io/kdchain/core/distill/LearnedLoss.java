package io.kdchain.core.distill;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.kdchain.core.loss.ConvolutionRegressor;
import io.kdchain.core.loss.CrdLoss;
import io.kdchain.core.loss.DistillationLoss;
import io.kdchain.core.loss.FitNetsLoss;
import io.kdchain.core.loss.Knowledge;
import io.kdchain.core.loss.VidLoss;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A loss with weights of its own, which are made when the training begins and fitted to the layers that it taps. They
 * learn beside the student by the same optimiser, and are kept in every checkpoint with whatever else the loss
 * remembers.
 */
public final class LearnedLoss implements LossPlan {

    /** The paper compares vectors of this length. */
    public static final int DEFAULT_CRD_SIZE = 128;

    private final SortedMap<String, String> settings;
    private final Function<Beginning, DistillationLoss> maker;

    private LearnedLoss(String name, Map<String, String> settings, Function<Beginning, DistillationLoss> maker) {
        TreeMap<String, String> all = new TreeMap<>();
        all.put("loss", name);
        settings.forEach((key, value) -> all.put("loss." + key, value));
        this.settings = Collections.unmodifiableSortedMap(all);
        this.maker = maker;
    }

    /** {@link FitNetsLoss} with a regressor from the student's channels to the teacher's. */
    public static LearnedLoss fitNets() {
        return new LearnedLoss(
                "fitnets",
                Map.of("regressor", "linear-1x1", "reduction", "ELEMENT_MEAN"),
                at -> FitNetsLoss.withRegressor(
                        at.manager(), channels(at.student()), channels(at.teacher()), DataType.FLOAT32, at.random()));
    }

    /**
     * {@link FitNetsLoss} with a regressor between maps of different sizes. A size that the regressor cannot reach is
     * refused when the training begins.
     */
    public static LearnedLoss fitNets(ConvolutionRegressor.Ending ending) {
        return new LearnedLoss(
                "fitnets",
                Map.of("regressor", "convolution", "ending", ending.name(), "reduction", "ELEMENT_MEAN"),
                at -> FitNetsLoss.withRegressor(ConvolutionRegressor.create(
                        at.manager(), map(at.student()), map(at.teacher()), DataType.FLOAT32, at.random(), ending)));
    }

    private static Shape map(Shape features) {
        if (features.dimension() != 4) {
            throw new IllegalArgumentException(
                    "a regressor by convolution meets features of shape %s; it needs rows x channels x height x width. Choose a layer with maps, or the linear regressor."
                            .formatted(features));
        }
        return features.slice(1);
    }

    /** {@link VidLoss}. */
    public static LearnedLoss vid() {
        return new LearnedLoss(
                "vid",
                Map.of("epsilon", Double.toString(VidLoss.DEFAULT_EPSILON), "alpha", "learned"),
                at -> VidLoss.create(
                        at.manager(), channels(at.student()), channels(at.teacher()), DataType.FLOAT32, at.random()));
    }

    /**
     * {@link CrdLoss} with the paper's momentum.
     *
     * @param temperature tau, above 0; the paper has 0.07
     * @param size length of the compared vectors, 1 or more
     * @param others rows that each is told apart from, 1 or more; the paper has 16384
     */
    public static LearnedLoss crd(double temperature, int size, int others) {
        if (size < 1 || others < 1) {
            throw new IllegalArgumentException(
                    "size is %d and others %d; both must be 1 or more".formatted(size, others));
        }
        // refuses a wrong temperature now
        new CrdLoss.Setting(temperature, CrdLoss.DEFAULT_MOMENTUM, 1);
        return new LearnedLoss(
                "crd",
                Map.of(
                        "temperature", Double.toString(temperature),
                        "momentum", Double.toString(CrdLoss.DEFAULT_MOMENTUM),
                        "size", Integer.toString(size),
                        "others", Integer.toString(others)),
                at -> CrdLoss.create(
                        at.manager(),
                        new CrdLoss.Setting(temperature, CrdLoss.DEFAULT_MOMENTUM, at.samples()),
                        width(at.student()),
                        width(at.teacher()),
                        size,
                        others,
                        at.random()));
    }

    private static int channels(Shape shape) {
        return Math.toIntExact(shape.get(1));
    }

    private static int width(Shape shape) {
        return Math.toIntExact(shape.size() / shape.get(0));
    }

    @Override
    public DistillationLoss at(double progress) {
        throw new IllegalStateException(
                "the loss %s gets its weights when a training begins; before, it cannot be computed"
                        .formatted(settings));
    }

    @Override
    public LossPlan begin(Beginning beginning) {
        return new ConstantLoss(maker.apply(beginning));
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.FEATURE;
    }

    @Override
    public Map<String, String> describe() {
        return settings;
    }
}
