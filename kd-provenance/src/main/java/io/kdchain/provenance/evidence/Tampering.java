package io.kdchain.provenance.evidence;

import io.kdchain.provenance.event.PartyId;
import java.util.List;

/**
 * Who changed an entry in storage, and what, where that is known from outside the log. The log itself cannot say.
 *
 * @param by who changed it
 * @param paths what was changed, as dotted paths within the event such as {@code body.humanReview}; empty means
 *     unknown, so anything may have been
 */
public record Tampering(PartyId by, List<String> paths) {
    public Tampering {
        paths = List.copyOf(paths);
    }
}
