package io.kdchain.provenance.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parties agreed on terms.
 *
 * @param agreement id of the agreement; null means not stated
 * @param kind kind of agreement
 * @param parties who agreed
 * @param distillationAllowed whether distillation is allowed; null means not stated
 * @param purposes purposes agreed; empty means not stated
 * @param territories territories agreed; empty means not stated
 * @param until end; null means none
 * @param indemnities who holds whom harmless
 * @param liabilityCap cap between the parties; null means none
 * @param retentionDays days for which records are kept; null means not stated
 * @param adopts duty ids of rank P that the parties promise
 */
public record AgreementConcluded(
        @Nullable String agreement,
        Kind kind,
        List<PartyId> parties,
        @Nullable Boolean distillationAllowed,
        List<String> purposes,
        List<String> territories,
        @EndOfDay @Nullable Instant until,
        List<Indemnity> indemnities,
        @Nullable Amount liabilityCap,
        @Nullable Long retentionDays,
        List<String> adopts)
        implements EventBody {

    public AgreementConcluded {
        parties = List.copyOf(parties);
        purposes = List.copyOf(purposes);
        territories = List.copyOf(territories);
        indemnities = List.copyOf(indemnities);
        adopts = List.copyOf(adopts);
    }

    /** What is agreed. */
    public enum Kind implements Coded {
        DATA_LICENCE,
        API_TERMS,
        DISTILLATION_SERVICE,
        ADAPTATION_SERVICE,
        DEPLOYMENT,
        USER_TERMS,
        JOINT_PROCESSING,
        ENTRUSTED_PROCESSING;
    }

    /**
     * A promise to hold harmless.
     *
     * @param from who pays
     * @param to who is held harmless
     * @param scope what it covers; null means everything
     */
    public record Indemnity(
            PartyId from, PartyId to, @Nullable String scope) {}
}
