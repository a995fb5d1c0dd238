package io.kdchain.provenance.evidence;

import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.PartyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry that proves nothing.
 *
 * @param index place in the log, from 0
 * @param recordedAt what storage says of the time of appending; not to be believed where {@code tampered}
 * @param reason why, in one word
 * @param detail why, in one sentence
 * @param untrusted what storage shows, as far as it can be read; null means not at all
 * @param tampered whether storage shows something else than was appended
 * @param tampering who changed it and what, where the reader knows; null means not known
 * @param signedBy whose key made the signature instead of the actor's; null means nobody's who is known
 */
public record RejectedEntry(
        long index,
        Instant recordedAt,
        RejectReason reason,
        String detail,
        @Nullable Event untrusted,
        boolean tampered,
        @Nullable Tampering tampering,
        @Nullable PartyId signedBy) {

    /** Whether the actor of the event is known to have changed it. */
    public boolean tamperedByAuthor() {
        return tampered
                && tampering != null
                && untrusted != null
                && tampering.by().equals(untrusted.actor());
    }
}
