package io.kdchain.provenance.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment gave an output.
 *
 * @param inputCommitment commitment to the input; null means not stated
 * @param labels labels on the output
 * @param label content of the traceability label; null means none
 * @param batch where the output is one of many; null means a single output
 */
@Act(role = Role.DEPLOYMENT_PLATFORM, stage = Stage.DEPLOYMENT)
public record OutputServed(
        @Nullable String inputCommitment,
        List<Label> labels,
        @Nullable Traceability label,
        @Nullable Batch batch) implements EventBody {

    public OutputServed {
        labels = List.copyOf(labels);
    }

    /** A label on an output. */
    public enum Label implements Coded {
        AIGC_EXPLICIT,
        AIGC_IMPLICIT,
        RISK,
        TRACEABILITY;
    }

    /**
     * What a traceability label says.
     *
     * @param teacher the teacher
     * @param authorisations authorisations of data
     * @param participants parties of the chain
     * @param qualification null means not stated
     */
    public record Traceability(
            String teacher,
            List<String> authorisations,
            List<String> participants,
            @Nullable String qualification) {

        public Traceability {
            authorisations = List.copyOf(authorisations);
            participants = List.copyOf(participants);
        }
    }

    /**
     * Many outputs under one signature.
     *
     * @param count number of outputs; 1 or more
     * @param merkleRoot RFC 6962 root over them
     */
    public record Batch(long count, Digest merkleRoot) {

        public Batch {
            Checks.atLeast("count", count, 1);
        }
    }
}
