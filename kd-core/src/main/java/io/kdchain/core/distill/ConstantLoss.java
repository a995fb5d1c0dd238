package io.kdchain.core.distill;

import io.kdchain.core.loss.DistillationLoss;
import java.util.Map;

/** The same loss all the time. */
record ConstantLoss(DistillationLoss loss) implements LossPlan {

    @Override
    public DistillationLoss at(double progress) {
        return loss;
    }

    @Override
    public Map<String, String> describe() {
        return loss.describe();
    }
}
