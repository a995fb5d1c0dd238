package io.kdchain.examples.distillation;

import io.kdchain.core.distill.Objective;
import io.kdchain.core.loss.DistLoss;
import io.kdchain.core.loss.DistillationLoss;
import io.kdchain.core.loss.DkdLoss;
import io.kdchain.core.loss.ForwardKlLoss;
import io.kdchain.core.loss.GeneralisedJsdLoss;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.LabelLoss;
import io.kdchain.core.loss.LabelOnlyLoss;
import io.kdchain.core.loss.LogitMseLoss;
import io.kdchain.core.loss.Reduction;
import io.kdchain.core.loss.ReverseKlLoss;
import io.kdchain.core.loss.ScaleT2;
import io.kdchain.core.loss.SkewForwardKlLoss;
import io.kdchain.core.loss.SkewReverseKlLoss;
import io.kdchain.core.loss.Softening;
import io.kdchain.core.loss.StandardisedLogitLoss;
import io.kdchain.core.loss.TeacherEntropy;
import io.kdchain.core.loss.TotalVariationLoss;
import java.util.ArrayList;
import java.util.List;

/** The objective that the section {@code loss} of a configuration asks for. */
final class LossByName {

    private static final List<String> NAMES = List.of(
            "hinton",
            "dkd",
            "dist",
            "logit-standardisation",
            "forward-kl",
            "reverse-kl",
            "skew-forward-kl",
            "skew-reverse-kl",
            "jsd",
            "total-variation",
            "logit-mse",
            "label-only");

    private LossByName() {}

    /** The loss of this name with the label's cross entropy beside it, where the loss does not hold it itself. */
    static Objective of(Section section) {
        String name = section.oneOf("name", "hinton", NAMES);
        double hard = section.number("hardWeight", HintonLoss.DEFAULT_HARD_WEIGHT);
        double soft = section.number("softWeight", HintonLoss.DEFAULT_SOFT_WEIGHT);
        List<Double> classWeights = section.numbers("classWeights");
        if (classWeights.isEmpty() && name.equals("hinton")) {
            double temperature = section.number("temperature", HintonLoss.DEFAULT_TEMPERATURE);
            return Objective.of(new HintonLoss(temperature, hard, soft, Reduction.BATCH_MEAN, ScaleT2.YES));
        }
        List<Objective.Term> terms = new ArrayList<>();
        terms.add(Objective.Term.of(loss(name, section), soft));
        if (hard > 0) {
            terms.add(Objective.Term.of(new LabelLoss(classWeights), hard));
        }
        return new Objective(terms);
    }

    private static DistillationLoss loss(String name, Section section) {
        double temperature = section.number("temperature", HintonLoss.DEFAULT_TEMPERATURE);
        double lambda = section.number("lambda", 0.1);
        Softening softening = Softening.classification(temperature);
        return switch (name) {
            case "hinton" -> new HintonLoss(temperature, 0, 1, Reduction.BATCH_MEAN, ScaleT2.YES);
            case "dkd" -> new DkdLoss(temperature, section.number("alpha", 1), section.number("beta", 8), 1);
            case "dist" ->
                new DistLoss(
                        section.number("beta", 1), section.number("gamma", 1), temperature, DistLoss.DEFAULT_EPSILON);
            case "logit-standardisation" ->
                new StandardisedLogitLoss(temperature, 0, 1, StandardisedLogitLoss.DEFAULT_EPSILON);
            case "forward-kl" -> new ForwardKlLoss(softening, TeacherEntropy.SUBTRACTED);
            case "reverse-kl" -> new ReverseKlLoss(softening);
            case "skew-forward-kl" -> new SkewForwardKlLoss(softening, TeacherEntropy.SUBTRACTED, lambda);
            case "skew-reverse-kl" -> new SkewReverseKlLoss(softening, lambda);
            case "jsd" -> new GeneralisedJsdLoss(softening, section.number("beta", 0.5));
            case "total-variation" -> new TotalVariationLoss(softening);
            case "logit-mse" -> new LogitMseLoss(temperature);
            case "label-only" -> new LabelOnlyLoss(section.number("smoothing", 0));
            default -> throw section.bad("the loss '%s' is not known".formatted(name));
        };
    }
}
