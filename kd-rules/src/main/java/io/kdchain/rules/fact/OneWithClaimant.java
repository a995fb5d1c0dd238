package io.kdchain.rules.fact;

/**
 * A party of the chain that is one legal person with the claimant under another name: what it bears the claimant bears.
 *
 * @param party id of the party
 */
@Word(en = "a party that is one legal person with the claimant", zh = "与被侵权人为同一法人的当事人")
public record OneWithClaimant(String party) implements Fact {

    public String getParty() {
        return party;
    }
}
