package io.kdchain.provenance.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A party received a notice.
 *
 * @param from who gave notice
 * @param about outputs, deployments
 * @param substantiated whether it came with prima facie evidence
 * @param claim what it claims
 * @param obvious whether the infringement is obvious; null means not stated
 * @param counter whether it is a counter-notice; null means it is none
 */
public record NoticeReceived(
        PartyId from,
        List<EntityId> about,
        boolean substantiated,
        Claim claim,
        @Nullable Boolean obvious,
        @Nullable Boolean counter)
        implements EventBody {

    public NoticeReceived {
        about = List.copyOf(about);
    }

    /** What a notice claims. */
    public enum Claim implements Coded {
        COPYRIGHT,
        PERSONALITY,
        PRIVACY,
        FALSEHOOD,
        DISCRIMINATION,
        ACCURACY,
        EXPLANATION,
        SAFETY;
    }
}
