package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Map;

/**
 * Matching where both networks look: with Q = x / max(|x|, 1e-12) of the flattened map of F^p over the channels,
 *
 * <pre>
 * MEAN_SQUARE  mean over rows and places of (Q^S - Q^T)^2, F^p averaged over the channels
 * PAPER        sum_b |Q^S_b - Q^T_b| / B, F^p summed over the channels
 * </pre>
 *
 * The larger map is pooled to the smaller one's size. Zagoruyko and Komodakis 2017, "Paying More Attention to
 * Attention" (arXiv 1612.03928).
 *
 * @param power p, even and 2 or more: an odd power would let channels cancel
 */
public record AttentionTransferLoss(int power, Form form) implements DistillationLoss {

    /** How the difference of two attention maps becomes a number. */
    public enum Form {
        /** What the reference implementations compute. */
        MEAN_SQUARE,
        /** The norm, as printed in the paper. */
        PAPER
    }

    public AttentionTransferLoss {
        if (power < 2 || power % 2 != 0) {
            throw new IllegalArgumentException("power is %d; it must be even and 2 or more".formatted(power));
        }
    }

    @Override
    public LossTerms terms(LossInput input) {
        NDArray teacher = input.teacher();
        Checks.maps(input.student(), teacher);
        NDList matched = Tensors.matched(input.student(), teacher);
        NDArray difference = attention(matched.get(0)).sub(attention(matched.get(1)));
        NDArray square = difference.mul(difference);
        return LossTerms.of(
                switch (form) {
                    case MEAN_SQUARE -> square.mean();
                    case PAPER -> Tensors.root(square.sum(new int[] {1})).mean();
                });
    }

    private NDArray attention(NDArray maps) {
        NDArray square = maps.mul(maps);
        NDArray raised = square;
        for (int i = 2; i < power; i += 2) {
            raised = raised.mul(square);
        }
        int[] channels = {1};
        return Tensors.unit(Tensors.flat(form == Form.PAPER ? raised.sum(channels) : raised.mean(channels)));
    }

    @Override
    public Knowledge knowledge() {
        return Knowledge.FEATURE;
    }

    @Override
    public Map<String, String> describe() {
        return Checks.describe("attention-transfer", "power", power, "form", form.name());
    }
}
