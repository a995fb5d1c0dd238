package io.kdchain.provenance.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expert examined something for defects.
 *
 * @param subject data set, model, deployment or output
 * @param by the expert or court
 * @param appointedBy null means by one party
 * @param defective the result
 * @param madeBy who made the defect
 * @param nature null means not stated
 * @param presentAtCirculation whether the defect was there when the product was put into circulation; null means not
 *     stated
 * @param discoverableAtCirculation whether the science of that time could discover it; null means not stated
 * @param knownSince from when on the defect was known; null means not stated
 * @param note shown in the report
 */
public record DefectAppraised(
        EntityId subject,
        PartyId by,
        @Nullable Appointment appointedBy,
        boolean defective,
        List<PartyId> madeBy,
        @Nullable Nature nature,
        @Nullable Boolean presentAtCirculation,
        @Nullable Boolean discoverableAtCirculation,
        @Nullable Instant knownSince,
        @Nullable String note)
        implements EventBody {

    public DefectAppraised {
        madeBy = List.copyOf(madeBy);
    }

    /** What kind of defect. */
    public enum Nature implements Coded {
        DESIGN,
        MANUFACTURING,
        WARNING,
        DATA;
    }
}
