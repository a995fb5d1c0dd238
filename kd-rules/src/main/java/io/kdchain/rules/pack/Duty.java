package io.kdchain.rules.pack;

import java.util.List;
import java.util.Set;

/**
 * A duty of parties of the chain.
 *
 * @param id short name in tables, {@code D17}
 * @param code as rules write it, {@code verify-equivalence}
 * @param title what it asks
 * @param roles who owes it, by role code
 * @param protects kinds of damage it protects against, by code; empty if it only organises
 * @param aggravated whether it also protects against the aggravation of any item
 * @param organisational whether its breach never causes damage by itself
 * @param byFinding whether a finding that it was not met shows also that it was owed, by a party of one of the roles
 * @param absence how silence of the record is read: {@code A-CL}, {@code A-DEF}, {@code A-INF}, {@code A-0},
 *     {@code A-OWN}; empty if the pack says nothing
 * @param norms ids of its legal bases
 * @param pack id of the pack that brings it
 */
public record Duty(
        String id,
        String code,
        Label title,
        Set<String> roles,
        Set<String> protects,
        boolean aggravated,
        boolean organisational,
        boolean byFinding,
        String absence,
        List<String> norms,
        String pack) {
    public Duty {
        roles = Set.copyOf(roles);
        protects = Set.copyOf(protects);
        norms = List.copyOf(norms);
    }
}
