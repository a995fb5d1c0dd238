package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Distillation of standardised logits: with z' = (z - mean) / (epsilon + sd), row by row on both sides and sd with n -
 * 1 in the denominator,
 *
 * <pre>L = hardWeight CE(z^S, y) + softWeight T^2 mean_b KL(p(z'^T, T) || p(z'^S, T))</pre>
 *
 * Sun et al. 2024, "Logit Standardization in Knowledge Distillation" (arXiv 2403.01427).
 *
 * @param temperature T, above 0; the paper has 2
 * @param hardWeight 0 or more; the paper has 0.1
 * @param softWeight 0 or more; the paper has 9
 * @param epsilon added to the standard deviation, above 0
 */
public record StandardisedLogitLoss(double temperature, double hardWeight, double softWeight, double epsilon)
        implements DistillationLoss {

    /** That of the authors' code. */
    public static final double DEFAULT_EPSILON = 1e-7;

    public StandardisedLogitLoss {
        Checks.positive("temperature", temperature);
        Checks.weight("hardWeight", hardWeight);
        Checks.weight("softWeight", softWeight);
        Checks.positive("epsilon", epsilon);
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray student = input.student();
        NDArray teacher = input.teacher();
        NDArray labels = input.labelsFor("logit-standardisation");
        Checks.sameLogits(student, teacher, 2);
        Checks.labels(student, labels);
        NDArray soft = Tensors.kl(
                        Tensors.logSoftmax(standardised(teacher), temperature),
                        Tensors.logSoftmax(standardised(student), temperature))
                .mean()
                .mul(Tensors.number(student, temperature * temperature));
        NDArray hard = Tensors.hard(student, labels);
        return new LossTerms(
                hard.mul(Tensors.number(student, hardWeight)).add(soft.mul(Tensors.number(student, softWeight))),
                Map.of("ce", hard, "kd", soft));
    }

    private NDArray standardised(NDArray logits) {
        int[] last = {1};
        NDArray centred = logits.sub(logits.mean(last, true));
        NDArray variance = centred.mul(centred)
                .sum(last, true)
                .div(Tensors.number(logits, logits.getShape().get(1) - 1.0));
        return centred.div(Tensors.root(variance).add(epsilon));
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.RESPONSE;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe(
                "logit-standardisation",
                "temperature",
                temperature,
                "hardWeight",
                hardWeight,
                "softWeight",
                softWeight,
                "epsilon",
                epsilon);
    }
}
