package io.kdchain.core.loss;

/**
 * How the soft term of a loss is brought from (rows x classes) to one number. The sum over classes is part of all of
 * them.
 */
public enum Reduction {
    /** Sum over classes, mean over rows: the definition in the papers. */
    BATCH_MEAN,
    /**
     * Mean over rows and classes: {@code BATCH_MEAN} divided by the number of classes; old default of some libraries.
     */
    ELEMENT_MEAN,
    /** Sum over rows and classes. */
    SUM,
    /** Sum over classes, mean over the rows or tokens that have a label: the convention of sequence models. */
    TOKEN_MEAN;

    /**
     * The factor on the sum over rows and classes.
     *
     * @param rows rows in the batch; for {@code TOKEN_MEAN} those that count
     */
    double factor(long rows, long classes) {
        return switch (this) {
            case BATCH_MEAN, TOKEN_MEAN -> 1.0 / rows;
            case ELEMENT_MEAN -> 1.0 / ((double) rows * classes);
            case SUM -> 1.0;
        };
    }
}
