package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Matching logits: the mean over rows and classes of ((z^S - z^T) / T)^2. Ba and Caruana 2014 (arXiv 1312.6184).
 *
 * @param temperature above 0
 */
public record LogitMseLoss(double temperature) implements DistillationLoss {

    public LogitMseLoss {
        Checks.positive("temperature", temperature);
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray teacher = input.teacher();
        Checks.sameLogits(input.student(), teacher, 1);
        NDArray difference = input.student().sub(teacher).div(Tensors.number(input.student(), temperature));
        return LossTerms.of(difference.mul(difference).mean());
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.RESPONSE;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe("logit-mse", "temperature", temperature, "reduction", Reduction.ELEMENT_MEAN);
    }
}
