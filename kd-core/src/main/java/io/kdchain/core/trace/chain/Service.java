package io.kdchain.core.trace.chain;

/** A model in use: its pre-processing, the model, and what is done with its answer. Same rows, same answers. */
public interface Service {

    /** What enters the network for these rows. */
    float[][] inputs(double[][] rows);

    /** The logits that are answered for these rows: rows x classes. */
    double[][] answers(double[][] rows);
}
