package io.kdchain.core.distill;

import io.kdchain.core.loss.DistillationLoss;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.Reduction;
import io.kdchain.core.loss.ScaleT2;
import java.util.Map;
import java.util.TreeMap;

/** {@link HintonLoss} whose temperature and weights change over the training. */
public record HintonPlan(
        Schedule temperature, Schedule hardWeight, Schedule softWeight, Reduction reduction, ScaleT2 scaleT2)
        implements LossPlan {

    public HintonPlan {
        // both ends are refused here rather than in the middle of a training
        new HintonLoss(temperature.from(), hardWeight.from(), softWeight.from(), reduction, scaleT2);
        new HintonLoss(temperature.to(), hardWeight.to(), softWeight.to(), reduction, scaleT2);
    }

    @Override
    public DistillationLoss at(double progress) {
        return new HintonLoss(
                temperature.at(progress), hardWeight.at(progress), softWeight.at(progress), reduction, scaleT2);
    }

    @Override
    public Map<String, String> describe() {
        Map<String, String> all = new TreeMap<>(at(0).describe());
        all.put("loss.temperature", temperature.toString());
        all.put("loss.hardWeight", hardWeight.toString());
        all.put("loss.softWeight", softWeight.toString());
        return all;
    }
}
