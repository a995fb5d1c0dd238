package io.kdchain.rules.fact;

/**
 * The party that put the model of the item into service.
 *
 * @param item id of the damage item
 * @param party id of the party
 */
@Word(en = "who deployed the model", zh = "部署者")
public record Deployer(String item, String party) implements Fact {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }
}
