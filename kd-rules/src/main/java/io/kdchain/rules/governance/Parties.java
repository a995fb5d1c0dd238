package io.kdchain.rules.governance;

import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.Register.Said;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Who is who: parties with one number in a public register are one legal person. */
final class Parties {
    private final Map<PartyId, PartyRegistered> registered = new HashMap<>();

    Parties(Register register) {
        for (Said<PartyRegistered> said : register.all(PartyRegistered.class)) {
            registered.putIfAbsent(said.actor(), said.body());
        }
    }

    boolean isKnown(PartyId party) {
        return registered.containsKey(party);
    }

    boolean isSamePerson(PartyId one, PartyId other) {
        String number = legalId(one);
        return one.equals(other) || (!number.isEmpty() && number.equals(legalId(other)));
    }

    private String legalId(PartyId party) {
        PartyRegistered body = registered.get(party);
        return body == null ? "" : Objects.requireNonNullElse(body.legalId(), "");
    }

    /** Everybody registered who is one legal person with one of these. */
    Set<PartyId> samePersonsAs(Collection<PartyId> persons) {
        return registered.keySet().stream()
                .filter(one -> persons.stream().anyMatch(person -> isSamePerson(person, one)))
                .collect(Collectors.toSet());
    }

    /** The roles of everybody. */
    Map<PartyId, List<Role>> allRoles() {
        return registered.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().roles()));
    }

    List<Role> roles(PartyId party) {
        PartyRegistered body = registered.get(party);
        return body == null ? List.of() : body.roles();
    }

    /** Whether neither who acts nor who signs an event is one of these persons. */
    boolean isOthersWord(LogEntry entry, Collection<PartyId> persons) {
        return persons.stream()
                .noneMatch(
                        person -> isSamePerson(person, entry.event().actor()) || isSamePerson(person, signer(entry)));
    }

    /** Whose signature an entry carries. */
    static PartyId signer(LogEntry entry) {
        return Objects.requireNonNullElse(
                entry.event().observedBy(), entry.event().actor());
    }
}
