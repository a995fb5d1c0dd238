package io.kdchain.provenance.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A party signed a convention of its industry.
 *
 * @param convention its name
 * @param version null means not stated
 * @param adopts duty ids of rank P that the signer promises
 */
public record ConventionSigned(String convention, @Nullable String version, List<String> adopts) implements EventBody {

    public ConventionSigned {
        adopts = List.copyOf(adopts);
    }
}
