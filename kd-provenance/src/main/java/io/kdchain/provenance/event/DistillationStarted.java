package io.kdchain.provenance.event;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A student begins to learn.
 *
 * @param teachers its teachers
 * @param datasets on what
 * @param knowledge what is transferred
 * @param method null means not stated
 * @param hyperparameters by name
 * @param codeDigest digest of the code; null means not stated
 * @param environment by name
 * @param seed random seed; null means not stated
 */
@Act(role = Role.DISTILLATION_PROVIDER, stage = Stage.DISTILLATION)
public record DistillationStarted(
        List<EntityId> teachers,
        List<EntityId> datasets,
        Knowledge knowledge,
        @Nullable String method,
        Map<String, String> hyperparameters,
        @Nullable Digest codeDigest,
        Map<String, String> environment,
        @Nullable Long seed)
        implements EventBody {

    public DistillationStarted {
        teachers = List.copyOf(teachers);
        datasets = List.copyOf(datasets);
        hyperparameters = Maps.sorted(hyperparameters);
        environment = Maps.sorted(environment);
    }

    /** What a student learns from its teacher. */
    public enum Knowledge implements Coded {
        RESPONSE,
        FEATURE,
        RELATION,
        LABEL_ONLY;
    }
}
