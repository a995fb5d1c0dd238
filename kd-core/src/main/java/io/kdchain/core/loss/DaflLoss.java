package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * What a generator of training inputs minimises when there are no data: with z the teacher's logits and f its features
 * for what was generated, p the mean probability over the batch,
 *
 * <pre>L = oneHot CE(z, argmax z) + entropy sum_c p log10 p - activation mean |f|</pre>
 *
 * Chen et al. 2019, "Data-Free Learning of Student Networks" (arXiv 1904.01186); the logarithm is to base 10, as in the
 * authors' code. The gradient goes through the teacher to the generator.
 *
 * @param oneHot 0 or more; the paper has 1
 * @param entropy 0 or more; the paper has 5
 * @param activation 0 or more; the paper has 0.1
 */
public record DaflLoss(double oneHot, double entropy, double activation) {

    public DaflLoss {
        Checks.weight("oneHot", oneHot);
        Checks.weight("entropy", entropy);
        Checks.weight("activation", activation);
    }

    /**
     * The loss of one generated batch.
     *
     * @param logits the teacher's, rows x classes
     * @param features the teacher's, before its last layer
     */
    public LossTerms terms(NDArray logits, NDArray features) {
        Checks.sameLogits(logits, logits, 1);
        NDArray sure = Tensors.hard(logits, LabelOnlyLoss.decisions(logits.stopGradient()));
        NDArray mean = logits.logSoftmax(1).exp().mean(new int[] {0});
        NDArray spread =
                mean.mul(mean.log().div(Tensors.number(logits, Math.log(10)))).sum();
        NDArray awake = features.abs().mean().neg();
        return new LossTerms(
                sure.mul(Tensors.number(logits, oneHot))
                        .add(spread.mul(Tensors.number(logits, entropy)))
                        .add(awake.mul(Tensors.number(logits, activation))),
                Map.of("onehot", sure, "entropy", spread, "activation", awake));
    }
}
