package io.kdchain.provenance.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An approval was withdrawn.
 *
 * @param subject what had been approved
 * @param number number of the approval; null means every approval of the subject
 * @param by who withdrew it
 * @param since from when on
 * @param reason null means not stated
 */
public record ApprovalRevoked(
        EntityId subject,
        @Nullable String number,
        PartyId by,
        Instant since,
        @Nullable String reason) implements EventBody {}
