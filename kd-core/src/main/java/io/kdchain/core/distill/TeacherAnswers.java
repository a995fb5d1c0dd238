package io.kdchain.core.distill;

/** When the teachers are asked. */
public enum TeacherAnswers {
    /** Once before the training, for all samples; the answers are kept in memory. */
    KEPT,
    /**
     * In every step for its batch: for layers whose answers do not fit into memory. A teacher that the engine computes
     * answers in float32 then.
     */
    LIVE
}
