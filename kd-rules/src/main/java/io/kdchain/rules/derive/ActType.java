package io.kdchain.rules.derive;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The acts of the chain, with the role and the stage of each. */
enum ActType {
    DATASET_COLLECTED("DatasetCollected", "data-provider", "data"),
    TEACHER_RELEASED("TeacherReleased", "teacher-developer", "teacher"),
    DISTILLATION_STARTED("DistillationStarted", "distillation-provider", "distillation"),
    DISTILLATION_COMPLETED("DistillationCompleted", "distillation-provider", "distillation"),
    MODEL_ADAPTED("ModelAdapted", "hardware-adapter", "adaptation"),
    MODEL_DEPLOYED("ModelDeployed", "deployment-platform", "deployment"),
    OUTPUT_SERVED("OutputServed", "deployment-platform", "deployment"),
    OUTPUT_USED("OutputUsed", "student-user", "use");

    private static final Map<String, ActType> BY_EVENT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(t -> t.event, t -> t));

    private final String event;
    private final String role;
    private final String stage;

    ActType(String event, String role, String stage) {
        this.event = event;
        this.role = role;
        this.stage = stage;
    }

    static Optional<ActType> of(Entry entry) {
        return Optional.ofNullable(BY_EVENT.get(entry.type()));
    }

    String role() {
        return role;
    }

    String stage() {
        return stage;
    }
}
