package io.kdchain.rules.workbench;

import java.util.List;

/**
 * A party of a scenario.
 *
 * @param id unique within the scenario
 * @param roles codes of the roles it is registered with
 * @param jurisdiction ISO 3166-1 alpha-2 code, such as {@code CN}
 */
public record ScenarioParty(String id, List<String> roles, String jurisdiction) {
    public ScenarioParty {
        roles = List.copyOf(roles);
    }
}
