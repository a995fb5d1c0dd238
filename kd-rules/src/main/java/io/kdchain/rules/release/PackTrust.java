package io.kdchain.rules.release;

import io.kdchain.provenance.sign.PublicKey;
import java.util.Set;

/**
 * Whose signatures count.
 *
 * @param authors keys of those who may have written a pack; at least one
 * @param reviewers keys of those who may have reviewed it; at least one. A key may stand in both; one pack needs two
 */
public record PackTrust(Set<PublicKey> authors, Set<PublicKey> reviewers) {
    public PackTrust {
        authors = Set.copyOf(authors);
        reviewers = Set.copyOf(reviewers);
        if (authors.isEmpty() || reviewers.isEmpty()) {
            throw new IllegalArgumentException(
                    "%d authors and %d reviewers are trusted; name at least one of each, or no pack would ever be accepted."
                            .formatted(authors.size(), reviewers.size()));
        }
    }

    Set<PublicKey> of(PackRole role) {
        return role == PackRole.AUTHOR ? authors : reviewers;
    }
}
