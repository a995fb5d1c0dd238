package io.kdchain.core.loss;

import ai.djl.ndarray.NDArray;

/**
 * Roughness of generated images: the Frobenius norms of their differences by one pixel across, down and along both
 * diagonals, summed. Yin et al. 2020, "Dreaming to Distill" (arXiv 1912.08795).
 */
public record ImagePriorLoss() {

    /**
     * The loss of a batch.
     *
     * @param images rows x channels x height x width, at least 2 x 2 pixels
     */
    public LossTerms terms(NDArray images) {
        Checks.maps(images, images);
        NDArray across = norm(images.get(":, :, :, :-1").sub(images.get(":, :, :, 1:")));
        NDArray down = norm(images.get(":, :, :-1, :").sub(images.get(":, :, 1:, :")));
        NDArray rising = norm(images.get(":, :, 1:, :-1").sub(images.get(":, :, :-1, 1:")));
        NDArray falling = norm(images.get(":, :, :-1, :-1").sub(images.get(":, :, 1:, 1:")));
        return LossTerms.of(across.add(down).add(rising).add(falling));
    }

    private static NDArray norm(NDArray x) {
        return x.mul(x).sum().sqrt();
    }
}
