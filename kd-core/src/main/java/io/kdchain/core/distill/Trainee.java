package io.kdchain.core.distill;

import io.kdchain.core.loss.LossValue;
import java.util.List;
import java.util.Map;

/** What the training loop trains: one student, or several that learn from each other. */
interface Trainee {

    /** One step on these rows. */
    LossValue step(int[] rows, long step, double progress);

    /** Refuses losses by which rows that are not those of the training cannot judge. */
    void requireJudge();

    /** Whether there are such rows. */
    boolean judges();

    /** The loss on them. */
    double judge();

    /** All numbers of all networks. */
    float[] values();

    /** Sets what {@link #values()} gave. */
    void set(float[] all);

    /** What the next step depends on beside these, by name. */
    void save(Map<String, float[]> floats, Map<String, double[]> doubles);

    /** Goes on after so many steps from what {@link #save} gave; the values are already set. */
    void restore(long step, Map<String, float[]> floats, Map<String, double[]> doubles);

    /** That the training ran away, with the likely reason. */
    DivergenceException diverged(long step, int[] rows, String what);

    /** The networks with their present values; refuses values that are not finite. */
    List<Network> networks();
}
