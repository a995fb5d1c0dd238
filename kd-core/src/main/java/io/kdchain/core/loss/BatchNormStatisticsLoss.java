package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;

/**
 * How far generated inputs are from the data that a batch normalisation layer saw: |mean - running mean| + |variance -
 * running variance|, Euclidean norms over the channels, the variance with n in the denominator. Yin et al. 2020,
 * "Dreaming to Distill" (arXiv 1912.08795); summed over layers by the caller.
 */
public record BatchNormStatisticsLoss() {

    /**
     * The loss of one layer.
     *
     * @param inputs what enters the layer, rows x channels x height x width
     * @param runningMean one a channel
     * @param runningVariance one a channel
     */
    public LossTerms terms(NDArray inputs, NDArray runningMean, NDArray runningVariance) {
        Checks.maps(inputs, inputs);
        long channels = inputs.getShape().get(1);
        NDArray rows = inputs.transpose(1, 0, 2, 3).reshape(channels, -1);
        int[] last = {1};
        NDArray mean = rows.mean(last);
        NDArray centred = rows.sub(mean.expandDims(1));
        NDArray variance = centred.mul(centred).mean(last);
        return LossTerms.of(norm(variance.sub(runningVariance)).add(norm(mean.sub(runningMean))));
    }

    private static NDArray norm(NDArray x) {
        return x.mul(x).sum().sqrt();
    }
}
