package io.kdchain.rules.fact;

/**
 * A party in a role: registered in it, or counted as holding it by an act of the chain.
 *
 * @param party id of the party
 * @param role the role
 */
@Word(en = "a party and a role it holds", zh = "当事人及其角色")
public record Party(String party, @OneOf("role") String role) implements Fact {

    public String getParty() {
        return party;
    }

    public String getRole() {
        return role;
    }
}
