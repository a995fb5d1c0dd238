package io.kdchain.provenance.event;

/**
 * An output was used.
 *
 * @param output the output
 * @param use how
 * @param humanReview whether a person checked it
 */
@Act(role = Role.STUDENT_USER, stage = Stage.USE)
public record OutputUsed(EntityId output, Use use, HumanReview humanReview) implements EventBody {

    /** How an output is used. */
    public enum Use implements Coded {
        AS_INTENDED,
        OFF_LABEL,
        ALTERED,
        IGNORED_WARNING,
        MALICIOUS_PROMPT,
        LABEL_REMOVED;
    }

    /** Whether a person checked an output. */
    public enum HumanReview implements Coded {
        INDEPENDENT,
        RUBBER_STAMP,
        NONE;
    }
}
