package io.kdchain.core.trace.chain;

/**
 * The five stages of a chain as work that can be done again. Each gives the same for the same inputs and repetition;
 * repetitions differ in what the stage leaves to chance, such as the rows drawn or the seed of a training.
 */
public interface ChainWorks {

    /** Takes training rows. */
    PreparedRows prepare(int repetition);

    /** Trains a teacher. */
    TracedModel teach(PreparedRows rows, int repetition);

    /** Distils a student. */
    Distilled distil(PreparedRows rows, TracedModel teacher, int repetition);

    /** Brings a student to its hardware. */
    TracedModel adapt(PreparedRows rows, TracedModel student, int repetition);

    /** Takes an adapted student into service. */
    Service deploy(PreparedRows rows, TracedModel adapted, int repetition);
}
