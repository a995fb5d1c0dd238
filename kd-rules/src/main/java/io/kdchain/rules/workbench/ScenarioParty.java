package io.kdchain.rules.workbench;

import java.util.List;

/**
 * A party of a scenario.
 *
 * @param id unique within the scenario
 * @param roles codes of the roles it is registered with
 * @param jurisdiction ISO 3166-1 alpha-2 code, such as {@code CN}
 * @param legalId number in the register of its jurisdiction; empty means not stated
 */
public record ScenarioParty(String id, List<String> roles, String jurisdiction, String legalId) {
    public ScenarioParty {
        roles = List.copyOf(roles);
    }

    /** One that states no number. */
    public ScenarioParty(String id, List<String> roles, String jurisdiction) {
        this(id, roles, jurisdiction, "");
    }
}
