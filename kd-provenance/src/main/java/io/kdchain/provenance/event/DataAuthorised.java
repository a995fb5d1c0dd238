package io.kdchain.provenance.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The use of a data set was authorised.
 *
 * @param dataset the data set
 * @param by who authorised
 * @param basis on what basis
 * @param purposes for what; empty means not limited
 * @param distillation whether distillation is allowed
 * @param territories where; empty means not limited
 * @param until end; null means none
 */
public record DataAuthorised(
        EntityId dataset,
        PartyId by,
        Basis basis,
        List<String> purposes,
        boolean distillation,
        List<String> territories,
        @EndOfDay @Nullable Instant until)
        implements EventBody {

    public DataAuthorised {
        purposes = List.copyOf(purposes);
        territories = List.copyOf(territories);
    }

    /** Ground of an authorisation. */
    public enum Basis implements Coded {
        CONSENT,
        CONTRACT,
        STATUTE,
        PUBLIC_LICENCE;
    }
}
