package io.kdchain.core.record;

import io.kdchain.core.adapt.AdaptedModel;
import io.kdchain.core.adapt.HalfMlp;
import io.kdchain.core.adapt.PrunedMlp;
import io.kdchain.core.audit.Equivalence;
import io.kdchain.core.audit.SliceEquivalence;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.ModelAdapted;
import org.jspecify.annotations.Nullable;

/** What is recorded of an adaptation. */
public final class AdaptationEvents {

    private AdaptationEvents() {}

    /**
     * A build for this hardware.
     *
     * @param dataset rows it was tested on; null means not stated
     * @param equivalence how it was tested; null means not at all
     */
    public static ModelAdapted of(
            AdaptedModel model, String target, @Nullable EntityId dataset, @Nullable SliceEquivalence equivalence) {
        return new ModelAdapted(
                technique(model),
                target,
                equivalence == null ? null : equivalence(dataset, equivalence.all(), equivalence.passed()));
    }

    private static ModelAdapted.Technique technique(AdaptedModel model) {
        if (model instanceof HalfMlp) {
            return ModelAdapted.Technique.FP16;
        }
        return model instanceof PrunedMlp ? ModelAdapted.Technique.PRUNE : ModelAdapted.Technique.INT8;
    }

    private static ModelAdapted.Equivalence equivalence(
            @Nullable EntityId dataset, Equivalence equivalence, boolean passed) {
        return new ModelAdapted.Equivalence(
                dataset,
                Decimals.of(equivalence.agreement()),
                Decimals.of(equivalence.maxDivergence()),
                Decimals.of(equivalence.tolerance()),
                passed);
    }

    /** An int8 build for this hardware, without a test of its equivalence. */
    public static ModelAdapted untested(String target) {
        return new ModelAdapted(ModelAdapted.Technique.INT8, target, null);
    }

    /**
     * An int8 build for this hardware, tested.
     *
     * @param dataset rows it was tested on; null means not stated
     */
    public static ModelAdapted tested(String target, @Nullable EntityId dataset, Equivalence equivalence) {
        return new ModelAdapted(
                ModelAdapted.Technique.INT8, target, equivalence(dataset, equivalence, equivalence.passed()));
    }
}
