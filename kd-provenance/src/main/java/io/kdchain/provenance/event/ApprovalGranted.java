package io.kdchain.provenance.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An authority or a body approved something.
 *
 * @param subject what was approved
 * @param holder who holds the approval
 * @param kind kind of approval
 * @param grade null means not stated
 * @param scheme null means not stated
 * @param number null means not stated
 * @param by who approved
 * @param validUntil end; null means none
 */
public record ApprovalGranted(
        EntityId subject,
        PartyId holder,
        Kind kind,
        @Nullable String grade,
        @Nullable String scheme,
        @Nullable String number,
        PartyId by,
        @EndOfDay @Nullable Instant validUntil)
        implements EventBody {

    /** What is approved. */
    public enum Kind implements Coded {
        DEVICE_REGISTRATION,
        ALGORITHM_FILING,
        MODEL_FILING,
        SECURITY_ASSESSMENT,
        ETHICS_REVIEW,
        CONTENT_SAFETY_GRADE;
    }
}
