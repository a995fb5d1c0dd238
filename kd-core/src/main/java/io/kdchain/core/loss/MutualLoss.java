package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * What one network of several that learn from each other minimises: CE(z, y) + T^2 / (K - 1) sum over its peers of
 * mean_b KL(p_peer || p), the peers being constants. Zhang et al. 2018, "Deep Mutual Learning" (arXiv 1706.00384), with
 * T = 1. The peers stand in the place of the teachers.
 *
 * @param temperature T, above 0
 */
public record MutualLoss(double temperature) implements DistillationLoss {

    public MutualLoss {
        Checks.positive("temperature", temperature);
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray own = input.student();
        NDArray labels = input.labelsFor("mutual");
        Checks.labels(own, labels);
        NDArray log = Tensors.logSoftmax(own, temperature);
        NDArray divergence = log.sum().stopGradient().mul(0);
        for (NDArray peer : input.teachers()) {
            Checks.sameLogits(own, peer, 1);
            divergence = divergence.add(Tensors.kl(Tensors.logSoftmax(peer.stopGradient(), temperature), log)
                    .mean());
        }
        NDArray kl = divergence.mul(Tensors.number(
                own, temperature * temperature / Math.max(1, input.teachers().size())));
        NDArray hard = Tensors.hard(own, labels);
        return new LossTerms(hard.add(kl), Map.of("ce", hard, "kl", kl));
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.RESPONSE;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe("mutual", "temperature", temperature);
    }
}
