package io.kdchain.core.loss;

/**
 * Whether a cross entropy with the teacher's probabilities has the teacher's own entropy taken off. It changes the
 * value and never the gradient.
 */
public enum TeacherEntropy {
    /** Taken off: a Kullback-Leibler divergence, 0 when both agree. */
    SUBTRACTED,
    /** Left in: a cross entropy. */
    KEPT
}
