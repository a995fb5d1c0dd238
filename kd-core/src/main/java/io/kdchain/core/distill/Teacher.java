package io.kdchain.core.distill;

import io.kdchain.core.data.ContentDigest;

/** Something to learn from: answers the logits of inputs. Same inputs, same logits. */
public interface Teacher {

    /** The logits of each input, in the order of the inputs: rows x classes. */
    double[][] logits(float[][] inputs);

    /** How many classes it tells apart. */
    int classes();

    /** Digest of the artefact that answers. */
    ContentDigest digest();
}
