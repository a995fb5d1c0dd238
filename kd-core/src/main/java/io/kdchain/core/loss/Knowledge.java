package io.kdchain.core.loss;

/** What a loss hands over from teacher to student (Gou et al. 2021, arXiv 2006.05525). */
public enum Knowledge {
    /** The teacher's outputs. */
    RESPONSE,
    /** What a layer inside the teacher computes. */
    FEATURE,
    /** How the rows of a batch lie to one another. */
    RELATION,
    /** The teacher's decisions alone. */
    LABEL_ONLY
}
