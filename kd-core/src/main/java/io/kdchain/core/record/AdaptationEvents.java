package io.kdchain.core.record;

import io.kdchain.core.audit.Equivalence;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.ModelAdapted;
import org.jspecify.annotations.Nullable;

/** What is recorded of an adaptation. */
public final class AdaptationEvents {

    private AdaptationEvents() {}

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
                ModelAdapted.Technique.INT8,
                target,
                new ModelAdapted.Equivalence(
                        dataset,
                        Decimals.of(equivalence.agreement()),
                        Decimals.of(equivalence.maxDivergence()),
                        Decimals.of(equivalence.tolerance()),
                        equivalence.passed()));
    }
}
