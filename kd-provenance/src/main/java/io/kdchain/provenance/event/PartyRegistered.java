package io.kdchain.provenance.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A party takes part, with its first key. Carries two signatures: by the key it registers and by a registrar.
 *
 * @param name full name
 * @param roles roles it says it holds
 * @param jurisdiction such as CN
 * @param key its public key, {@code ed25519:} and standard base64 of 32 bytes
 * @param legalId number in a public register; null means not stated
 */
public record PartyRegistered(
        String name,
        List<Role> roles,
        String jurisdiction,
        String key,
        @Nullable String legalId) implements EventBody {

    public PartyRegistered {
        roles = List.copyOf(roles);
    }
}
