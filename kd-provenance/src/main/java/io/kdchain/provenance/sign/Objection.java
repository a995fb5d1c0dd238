package io.kdchain.provenance.sign;

import io.kdchain.provenance.event.PartyId;
import org.jspecify.annotations.Nullable;

/**
 * Why the signatures of an event do not stand.
 *
 * @param reason in one word
 * @param detail in one sentence
 * @param signedBy whose key made the signature instead; null means nobody's whom the log knows
 */
public record Objection(
        SignatureFault reason, String detail, @Nullable PartyId signedBy) {}
