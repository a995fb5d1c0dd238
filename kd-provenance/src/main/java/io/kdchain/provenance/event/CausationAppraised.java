package io.kdchain.provenance.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expert or court said what caused the damage.
 *
 * @param incident the incident
 * @param item the damage item; null means every one
 * @param by the expert or court
 * @param appointedBy null means by one party
 * @param parts the causes
 * @param sufficient whether each alone would have done the whole damage; null means not stated
 * @param determinable whether the sizes of the parts can be told; null means not stated
 * @param joint whether it was a joint act; null means not stated
 * @param note shown in the report
 */
public record CausationAppraised(
        EntityId incident,
        @Nullable String item,
        PartyId by,
        @Nullable Appointment appointedBy,
        List<Part> parts,
        @Nullable Boolean sufficient,
        @Nullable Boolean determinable,
        @Nullable Boolean joint,
        @Nullable String note)
        implements EventBody {

    public CausationAppraised {
        parts = List.copyOf(parts);
    }

    /** A side that answers as one. */
    public enum Group implements Coded {
        PRODUCT,
        TREATMENT;
    }

    /** A cause that is no party. */
    public enum Cause implements Coded {
        DISEASE,
        MARKET,
        THIRD_PARTY,
        FORCE_MAJEURE;
    }

    /** How much a cause did. */
    public enum Grade implements Coded {
        WHOLE,
        MAIN,
        EQUAL,
        SECONDARY,
        SLIGHT,
        NONE;
    }

    /**
     * One cause. Exactly one of party, group and cause, and exactly one of grade and share.
     *
     * @param party the party
     * @param group the side
     * @param cause what is no party
     * @param grade how much it did, as a grade
     * @param share how much it did, exactly
     * @param fault grade of fault found; null means not stated
     */
    public record Part(
            @Nullable PartyId party,
            @Nullable Group group,
            @Nullable Cause cause,
            @Nullable Grade grade,
            @Nullable Share share,
            @Nullable FaultGrade fault) {

        public Part {
            Checks.exactlyOne("party, group and cause", party, group, cause);
            Checks.exactlyOne("grade and share", grade, share);
        }
    }
}
