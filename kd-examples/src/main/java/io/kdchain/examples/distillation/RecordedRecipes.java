package io.kdchain.examples.distillation;

import io.kdchain.core.adapt.CalibrationRecipe;
import io.kdchain.core.data.SplitRecipe;
import io.kdchain.core.distill.Course;
import io.kdchain.core.distill.DistillationRecipe;
import io.kdchain.core.distill.MlpDefinition;
import io.kdchain.core.distill.OptimiserSetting;
import io.kdchain.core.distill.TrainingRecipe;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.Reduction;
import io.kdchain.core.loss.ScaleT2;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Recipes read again from the settings that a party recorded. What a recipe would not write itself is refused: a stage
 * that is carried out again by half of its settings would accuse its party of the other half.
 */
final class RecordedRecipes {

    private final Map<String, String> settings;
    private final String source;

    private RecordedRecipes(Map<String, String> settings, String source) {
        this.settings = new TreeMap<>(settings);
        this.source = source;
    }

    static RecordedRecipes of(Map<String, String> settings, String source) {
        return new RecordedRecipes(settings, source);
    }

    /** From lines {@code name=value}. */
    static RecordedRecipes of(byte[] bytes, String source) {
        Map<String, String> settings = new TreeMap<>();
        new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> {
                    int sign = line.indexOf('=');
                    if (sign < 1) {
                        throw new IllegalArgumentException(
                                "%s holds the line '%s'; a recipe has lines name=value".formatted(source, line));
                    }
                    settings.put(line.substring(0, sign), line.substring(sign + 1));
                });
        return new RecordedRecipes(settings, source);
    }

    boolean has(String name) {
        return settings.containsKey(name);
    }

    SplitRecipe split() {
        SplitRecipe recipe = new SplitRecipe(number("split.testFraction"), whole("split.seed"));
        return known(recipe, recipe.describe());
    }

    TrainingRecipe training() {
        TrainingRecipe recipe = trainingPart();
        return known(recipe, recipe.describe());
    }

    DistillationRecipe distillation() {
        DistillationRecipe recipe = new DistillationRecipe(trainingPart(), loss());
        return known(recipe, recipe.describe());
    }

    /** What a student is to minimise. */
    HintonLoss loss() {
        return new HintonLoss(
                number("loss.temperature"),
                number("loss.hardWeight"),
                number("loss.softWeight"),
                constant("loss.reduction", Reduction.class),
                constant("loss.scaleT2", ScaleT2.class));
    }

    CalibrationRecipe calibration() {
        CalibrationRecipe recipe = new CalibrationRecipe(
                Math.toIntExact(Math.min(Integer.MAX_VALUE, whole("calibration.rows"))), whole("calibration.seed"));
        return known(recipe, recipe.describe());
    }

    private TrainingRecipe trainingPart() {
        return new TrainingRecipe(
                MlpDefinition.parse(text("network")),
                Math.toIntExact(Math.min(Integer.MAX_VALUE, whole("epochs"))),
                Math.toIntExact(Math.min(Integer.MAX_VALUE, whole("batchSize"))),
                new OptimiserSetting(
                        constant("optimiser", OptimiserSetting.Kind.class),
                        number("learningRate"),
                        has("momentum") ? number("momentum") : 0,
                        number("weightDecay")),
                whole("seed"),
                Course.PLAIN);
    }

    /** The recipe, if it would write just these settings. */
    private <T> T known(T recipe, Map<String, String> described) {
        settings.forEach((name, value) -> {
            if (!value.equals(described.get(name))) {
                throw new IllegalArgumentException(
                        "%s has the setting %s=%s, by which a stage cannot be carried out again here. Perceptrons, Hinton's loss and the plain course can be."
                                .formatted(source, name, value));
            }
        });
        return recipe;
    }

    private String text(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("%s does not say %s; it has %s. Record the whole recipe."
                    .formatted(source, name, settings.keySet()));
        }
        return value;
    }

    private double number(String name) {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s says %s=%s, which is no number".formatted(source, name, text(name)), e);
        }
    }

    private long whole(String name) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s says %s=%s, which is no whole number".formatted(source, name, text(name)), e);
        }
    }

    private <E extends Enum<E>> E constant(String name, Class<E> type) {
        try {
            return Enum.valueOf(type, text(name).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s says %s=%s; it must be one of %s"
                            .formatted(source, name, text(name), Arrays.toString(type.getEnumConstants())),
                    e);
        }
    }
}
