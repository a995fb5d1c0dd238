package io.kdchain.examples.distillation;

import io.kdchain.core.distill.HintonPlan;
import io.kdchain.core.distill.LearnedLoss;
import io.kdchain.core.distill.LossPlan;
import io.kdchain.core.distill.Objective;
import io.kdchain.core.distill.Schedule;
import io.kdchain.core.loss.AttentionTransferLoss;
import io.kdchain.core.loss.BornAgainLoss;
import io.kdchain.core.loss.ConvolutionRegressor;
import io.kdchain.core.loss.DistLoss;
import io.kdchain.core.loss.DistillationLoss;
import io.kdchain.core.loss.DkdLoss;
import io.kdchain.core.loss.FitNetsLoss;
import io.kdchain.core.loss.ForwardKlLoss;
import io.kdchain.core.loss.GeneralisedJsdLoss;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.LabelLoss;
import io.kdchain.core.loss.LabelOnlyLoss;
import io.kdchain.core.loss.LogitMseLoss;
import io.kdchain.core.loss.MultiTeacherLoss;
import io.kdchain.core.loss.NstLoss;
import io.kdchain.core.loss.PktLoss;
import io.kdchain.core.loss.Reduction;
import io.kdchain.core.loss.ReverseKlLoss;
import io.kdchain.core.loss.RkdLoss;
import io.kdchain.core.loss.ScaleT2;
import io.kdchain.core.loss.SimilarityPreservingLoss;
import io.kdchain.core.loss.SkewForwardKlLoss;
import io.kdchain.core.loss.SkewJensenShannonLoss;
import io.kdchain.core.loss.SkewReverseKlLoss;
import io.kdchain.core.loss.Softening;
import io.kdchain.core.loss.StandardisedLogitLoss;
import io.kdchain.core.loss.SymmetricKlLoss;
import io.kdchain.core.loss.TeacherEntropy;
import io.kdchain.core.loss.TotalVariationLoss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The objective that the sections {@code loss} and {@code layers} of a configuration ask for. Each method takes its own
 * settings and refuses those of others. Mutual learning is no entry: see {@link MutualJob}.
 */
final class LossByName {

    private static final String TEMPERATURE = "temperature";
    private static final List<String> SOFTENING = List.of(TEMPERATURE, "reduction", "scaleT2");

    /** Losses on the logits, and what each of them takes. */
    private static final Map<String, List<String>> RESPONSE = settings(
            Map.entry("hinton", SOFTENING),
            Map.entry("dkd", List.of(TEMPERATURE, "alpha", "beta")),
            Map.entry("dist", List.of(TEMPERATURE, "beta", "gamma")),
            Map.entry("logit-standardisation", List.of(TEMPERATURE)),
            Map.entry("forward-kl", with(SOFTENING, "entropy")),
            Map.entry("reverse-kl", SOFTENING),
            Map.entry("symmetric-kl", with(SOFTENING, "entropy", "lambda")),
            Map.entry("skew-forward-kl", with(SOFTENING, "entropy", "lambda")),
            Map.entry("skew-reverse-kl", with(SOFTENING, "lambda")),
            Map.entry("skew-jensen-shannon", with(SOFTENING, "lambda")),
            Map.entry("jsd", with(SOFTENING, "beta")),
            Map.entry("total-variation", SOFTENING),
            Map.entry("logit-mse", List.of(TEMPERATURE)),
            Map.entry("label-only", List.of("smoothing")),
            Map.entry("born-again", List.of("form")),
            Map.entry("multi-teacher", List.of(TEMPERATURE, "combination", "weights")));

    /** Losses on layers inside both networks, and what each of them takes. */
    private static final Map<String, List<String>> LAYERS = settings(
            Map.entry("fitnets", List.of("regressor")),
            Map.entry("attention-transfer", List.of("power", "form")),
            Map.entry("similarity-preserving", List.of()),
            Map.entry("rkd", List.of("distanceWeight", "angleWeight")),
            Map.entry("pkt", List.of("epsilon")),
            Map.entry("vid", List.of()),
            Map.entry("crd", List.of(TEMPERATURE, "size", "others")),
            Map.entry("nst", List.of("kernel")));

    private LossByName() {}

    /**
     * The loss of this name with the label's cross entropy beside it, where the loss does not hold it itself, and those
     * on layers.
     *
     * @param teachers how many there are
     */
    static Objective of(Section section, List<Section> layers, int teachers) {
        String name = section.oneOf("name", teachers == 1 ? "hinton" : "multi-teacher", List.copyOf(RESPONSE.keySet()));
        section.allow(with(RESPONSE.getOrDefault(name, List.of()), "name", "hardWeight", "softWeight", "classWeights")
                .toArray(String[]::new));
        if (teachers > 1 && !name.equals("multi-teacher")) {
            throw section.bad("the loss '%s' compares with one teacher and there are %d; take multi-teacher"
                    .formatted(name, teachers));
        }
        Schedule hard = section.schedule("hardWeight", HintonLoss.DEFAULT_HARD_WEIGHT);
        Schedule soft = section.schedule("softWeight", HintonLoss.DEFAULT_SOFT_WEIGHT);
        List<Double> classWeights = section.numbers("classWeights");
        List<Objective.Term> terms = new ArrayList<>();
        if (name.equals("hinton") && classWeights.isEmpty()) {
            LossPlan loss = hinton(section, hard, soft);
            if (layers.isEmpty()) {
                return Objective.of(loss);
            }
            terms.add(onLogits(loss, Schedule.constant(1)));
        } else {
            terms.add(onLogits(LossPlan.always(response(name, section, teachers)), soft));
            if (hard.from() > 0 || hard.to() > 0) {
                terms.add(onLogits(LossPlan.always(new LabelLoss(classWeights)), hard));
            }
        }
        for (Section layer : layers) {
            terms.add(layer(layer));
        }
        return new Objective(terms);
    }

    private static Objective.Term onLogits(LossPlan loss, Schedule weight) {
        return new Objective.Term(loss, weight, Objective.LOGITS, Objective.LOGITS);
    }

    /** The only loss whose temperature may change over the training. */
    private static LossPlan hinton(Section section, Schedule hard, Schedule soft) {
        Schedule temperature = section.schedule(TEMPERATURE, HintonLoss.DEFAULT_TEMPERATURE);
        Reduction reduction = choice(section, "reduction", Reduction.BATCH_MEAN);
        ScaleT2 scale = section.yes("scaleT2", true) ? ScaleT2.YES : ScaleT2.NO;
        boolean constant = Stream.of(temperature, hard, soft).allMatch(each -> each.form() == Schedule.Form.CONSTANT);
        return constant
                ? LossPlan.always(new HintonLoss(temperature.from(), hard.from(), soft.from(), reduction, scale))
                : new HintonPlan(temperature, hard, soft, reduction, scale);
    }

    private static Objective.Term layer(Section section) {
        String name = section.oneOf("name", section.text("name"), List.copyOf(LAYERS.keySet()));
        section.allow(with(LAYERS.getOrDefault(name, List.of()), "name", "weight", "student", "teacher")
                .toArray(String[]::new));
        LossPlan loss = switch (name) {
            case "fitnets" ->
                switch (section.oneOf(
                        "regressor", "learned", List.of("learned", "convolution", "convolution-linear", "none"))) {
                    case "none" -> LossPlan.always(FitNetsLoss.direct());
                    case "convolution" -> LearnedLoss.fitNets(ConvolutionRegressor.Ending.RELU);
                    case "convolution-linear" -> LearnedLoss.fitNets(ConvolutionRegressor.Ending.LINEAR);
                    default -> LearnedLoss.fitNets();
                };
            case "attention-transfer" ->
                LossPlan.always(new AttentionTransferLoss(
                        section.count("power", 2), choice(section, "form", AttentionTransferLoss.Form.MEAN_SQUARE)));
            case "similarity-preserving" -> LossPlan.always(new SimilarityPreservingLoss());
            case "rkd" ->
                LossPlan.always(new RkdLoss(section.number("distanceWeight", 25), section.number("angleWeight", 50)));
            case "pkt" -> LossPlan.always(new PktLoss(section.number("epsilon", PktLoss.DEFAULT_EPSILON)));
            case "vid" -> LearnedLoss.vid();
            case "crd" ->
                LearnedLoss.crd(
                        section.number(TEMPERATURE, 0.07),
                        section.count("size", LearnedLoss.DEFAULT_CRD_SIZE),
                        section.count("others", 256));
            case "nst" -> LossPlan.always(new NstLoss(choice(section, "kernel", NstLoss.Kernel.POLYNOMIAL)));
            default -> throw section.bad("the loss '%s' is not known".formatted(name));
        };
        return new Objective.Term(
                loss, section.schedule("weight", 1), section.text("student"), section.text("teacher"));
    }

    private static DistillationLoss response(String name, Section section, int teachers) {
        double temperature = section.number(TEMPERATURE, HintonLoss.DEFAULT_TEMPERATURE);
        return switch (name) {
            case "hinton" -> {
                Softening softening = softening(section);
                yield new HintonLoss(temperature, 0, 1, softening.reduction(), softening.scaleT2());
            }
            case "dkd" -> new DkdLoss(temperature, section.number("alpha", 1), section.number("beta", 8), 1);
            case "dist" ->
                new DistLoss(
                        section.number("beta", 1), section.number("gamma", 1), temperature, DistLoss.DEFAULT_EPSILON);
            case "logit-standardisation" ->
                new StandardisedLogitLoss(section.number(TEMPERATURE, 2), 0, 1, StandardisedLogitLoss.DEFAULT_EPSILON);
            case "forward-kl" -> new ForwardKlLoss(softening(section), entropy(section));
            case "reverse-kl" -> new ReverseKlLoss(softening(section));
            case "symmetric-kl" ->
                new SymmetricKlLoss(softening(section), entropy(section), section.number("lambda", 0.9));
            case "skew-forward-kl" ->
                new SkewForwardKlLoss(softening(section), entropy(section), section.number("lambda", 0.1));
            case "skew-reverse-kl" -> new SkewReverseKlLoss(softening(section), section.number("lambda", 0.1));
            case "skew-jensen-shannon" -> new SkewJensenShannonLoss(softening(section), section.number("lambda", 0.9));
            case "jsd" -> new GeneralisedJsdLoss(softening(section), section.number("beta", 0.5));
            case "total-variation" -> new TotalVariationLoss(softening(section));
            case "logit-mse" -> new LogitMseLoss(temperature);
            case "label-only" -> new LabelOnlyLoss(section.number("smoothing", 0));
            case "born-again" -> new BornAgainLoss(choice(section, "form", BornAgainLoss.Form.SOFT_TARGETS));
            case "multi-teacher" ->
                new MultiTeacherLoss(
                        choice(section, "combination", MultiTeacherLoss.Combination.MEAN_PROBABILITY),
                        section.has("weights") ? section.numbers("weights") : Collections.nCopies(teachers, 1.0),
                        temperature,
                        0,
                        1);
            default -> throw section.bad("the loss '%s' is not known".formatted(name));
        };
    }

    private static Softening softening(Section section) {
        return new Softening(
                section.number(TEMPERATURE, HintonLoss.DEFAULT_TEMPERATURE),
                choice(section, "reduction", Reduction.BATCH_MEAN),
                section.yes("scaleT2", true) ? ScaleT2.YES : ScaleT2.NO);
    }

    private static TeacherEntropy entropy(Section section) {
        return choice(section, "entropy", TeacherEntropy.SUBTRACTED);
    }

    /** A constant of an enum, written in small letters with hyphens. */
    private static <E extends Enum<E>> E choice(Section section, String key, E byDefault) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : byDefault.getDeclaringClass().getEnumConstants()) {
            words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        String word = section.oneOf(
                key, byDefault.name().toLowerCase(Locale.ROOT).replace('_', '-'), List.copyOf(words.keySet()));
        return words.getOrDefault(word, byDefault);
    }

    private static List<String> with(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    @SafeVarargs
    private static Map<String, List<String>> settings(Map.Entry<String, List<String>>... entries) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> entry : entries) {
            all.put(entry.getKey(), entry.getValue());
        }
        return Collections.unmodifiableMap(all);
    }
}
