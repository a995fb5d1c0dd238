package io.kdchain.core.distill;

import io.kdchain.core.loss.DistillationLoss;
import io.kdchain.core.loss.Knowledge;
import java.util.Map;

/** Which loss applies at which point of a training. */
public interface LossPlan {

    /**
     * The loss at this point.
     *
     * @param progress 0 at the first step, 1 at the last
     */
    DistillationLoss at(double progress);

    /** The same plan with weights of its own, for one training; itself where it has none. */
    default LossPlan begin(Beginning beginning) {
        return this;
    }

    /** The settings by name, as an event records them. */
    Map<String, String> describe();

    /** What of the teacher it hands over. */
    default Knowledge knowledge() {
        return at(0).knowledge();
    }

    /** The same loss all the time. */
    static LossPlan always(DistillationLoss loss) {
        return new ConstantLoss(loss);
    }
}
