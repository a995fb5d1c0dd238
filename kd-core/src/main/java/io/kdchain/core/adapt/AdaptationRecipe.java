package io.kdchain.core.adapt;

import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.distill.Mlp;
import java.util.Map;
import java.util.TreeMap;

/** How a student is adapted. The same student, recipe and calibration inputs give the same bytes on every machine. */
public sealed interface AdaptationRecipe
        permits AdaptationRecipe.Int8, AdaptationRecipe.HalfPrecision, AdaptationRecipe.Pruning {

    /** Adapts; only int8 looks at the calibration inputs. */
    AdaptedModel apply(Mlp student, float[][] calibrationInputs);

    /** The settings by name, as an event records them. */
    Map<String, String> describe();

    /** Whether adapting the recorded student again gives the recorded artefact, byte for byte. */
    default boolean derives(ContentDigest recorded, Mlp student, float[][] calibrationInputs) {
        return apply(student, calibrationInputs).digest().equals(recorded);
    }

    /** To int8 on grids that calibration fixes beforehand. */
    record Int8(Granularity granularity) implements AdaptationRecipe {
        @Override
        public Int8Mlp apply(Mlp student, float[][] calibrationInputs) {
            return Int8Quantiser.quantise(student, calibrationInputs, granularity);
        }

        @Override
        public Map<String, String> describe() {
            return new TreeMap<>(Map.of("adaptation", "int8", "granularity", granularity.name()));
        }
    }

    /** To half precision. */
    record HalfPrecision() implements AdaptationRecipe {
        @Override
        public HalfMlp apply(Mlp student, float[][] calibrationInputs) {
            return HalfMlp.of(student);
        }

        @Override
        public Map<String, String> describe() {
            return new TreeMap<>(Map.of("adaptation", "half"));
        }
    }

    /**
     * By leaving out small weights.
     *
     * @param fraction of each layer's weights, 0 or more and below 1
     */
    record Pruning(double fraction) implements AdaptationRecipe {
        @Override
        public PrunedMlp apply(Mlp student, float[][] calibrationInputs) {
            return PrunedMlp.of(student, fraction);
        }

        @Override
        public Map<String, String> describe() {
            return new TreeMap<>(Map.of("adaptation", "pruning", "fraction", Double.toString(fraction)));
        }
    }
}
