package io.kdchain.examples.cli;

import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.rules.verdict.Attribution;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names for a file that leaves the house: who makes, serves, audits, insures or regulates is named, and so is a
 * business; whoever uses an output or was harmed may be a private person and becomes a number of its role.
 */
final class Pseudonyms {
    private static final Set<Role> PRIVATE = EnumSet.of(Role.STUDENT_USER, Role.CONSUMER, Role.CLAIMANT);
    private static final String NO_ROLE = "party";

    private final Map<PartyId, List<Role>> roles;
    private final Map<String, String> given = new HashMap<>();
    private final Map<Role, Integer> counts = new EnumMap<>(Role.class);
    private int without;

    Pseudonyms(Map<PartyId, List<Role>> roles) {
        this.roles = roles;
    }

    /** How a party is called; what stands for nobody keeps its name. */
    String of(String party) {
        if (party.equals(Attribution.CLAIMANT) || party.equals(Attribution.UNATTRIBUTED)) {
            return party;
        }
        List<Role> held = roles.getOrDefault(new PartyId(party), List.of());
        if (!held.isEmpty() && held.stream().noneMatch(PRIVATE::contains)) {
            return party;
        }
        return given.computeIfAbsent(
                party,
                unnamed -> held.stream()
                        .filter(PRIVATE::contains)
                        .findFirst()
                        .map(role -> "%s-%d".formatted(role.code(), counts.merge(role, 1, Integer::sum)))
                        .orElseGet(() -> "%s-%d".formatted(NO_ROLE, ++without)));
    }
}
