package io.kdchain.provenance.event;

/** What a party does in or around the chain. Duties attach to the role in which a party acted. */
public enum Role implements Coded {
    DATA_PROVIDER,
    TEACHER_DEVELOPER,
    DISTILLATION_PROVIDER,
    HARDWARE_ADAPTER,
    DEPLOYMENT_PLATFORM,
    STUDENT_USER,
    CONSUMER,
    CLAIMANT,
    AUDITOR,
    REGULATOR,
    INSURER,
    INDUSTRY_ASSOCIATION,
    /** Registers parties; not a role of the chain. */
    REGISTRAR;
}
